using System.Globalization;

namespace Integrations.Tests.Infrastructure;

/// <summary>What is rendered while it lives is in that language.</summary>
public sealed class Speaking : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    public Speaking(string language) => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

    public void Dispose() => CultureInfo.CurrentUICulture = _before;
}
