using System.Globalization;
using System.Xml.Linq;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Localization;

namespace Integrations.Tests.Architecture;

/// <summary>The resource compiler leaves out, with no more than a warning, a name that differs from another only in its capitals.</summary>
public sealed class WrittenTextsTests
{
    [Theory]
    [InlineData("Texts.de.resx", "de")]
    [InlineData("Texts.resx", "en")]
    public void Texts_OfALanguage_AreReadAsTheyAreWritten(string file, string language)
    {
        var written = XDocument.Load(Path.Combine(Repository.Root(), "Integrations.Web", "Localization", file)).Root!.Elements("data").ToList();
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            Assert.NotEmpty(written);
            Assert.All(written, data => Assert.Equal(data.Element("value")!.Value, Text.T(data.Attribute("name")!.Value)));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
