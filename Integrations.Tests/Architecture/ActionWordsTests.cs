using System.Xml.Linq;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Instances.Forms;
using Integrations.Web.Localization;

namespace Integrations.Tests.Architecture;

/// <summary>Every action that the hub carries speaks every language of the pages: its name, what it does, its parameters, and what can be chosen.</summary>
public sealed class ActionWordsTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    [Fact]
    public void Actions_OfEveryConnector_SpeakGerman_AndNoTranslationIsLeftOver()
    {
        var used = hub.Get<ConnectorCatalog>().All.SelectMany(entry => (entry.As<IRunActions>()?.KnownActions ?? []).SelectMany(action => English(action).Select(text => (entry.Manifest.Key, Action: action, Text: text)))).ToList();
        var german = German();

        Assert.Empty(used.Where(text => !german.ContainsKey(text.Text) && text.Action.Translations.GetValueOrDefault("de")?.ContainsKey(text.Text) != true).Select(text => $"{text.Key} {text.Action.Name}: {text.Text}"));
        Assert.Empty(german.Keys.Except(used.Select(text => text.Text), StringComparer.Ordinal));
    }

    /// <summary>The resource compiler leaves out a name that differs from another only in its capitals.</summary>
    [Fact]
    public void Texts_AreReadAsTheyAreWritten()
    {
        using var speaking = new Speaking("de");

        Assert.All(German(), text => Assert.Equal(text.Value, ActionWords.Shared(text.Key)));
    }

    [Fact]
    public void Own_BeforeShared_BeforeEnglish_AndAStrangersWordsAsTheyAre()
    {
        var action = new ActionDescriptor("act", "Create task", "Does what no one has a word for.", default);
        var own = action with { Translations = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal) { ["de"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["Create task"] = "Auftrag anlegen" } } };

        Assert.Equal("Create task", ActionWords.Name(own));
        using var speaking = new Speaking("de");
        Assert.Equal(("Auftrag anlegen", "Aufgabe anlegen", "Create task"), (ActionWords.Name(own), ActionWords.Name(action), ActionWords.Name(action with { RunsWorkflow = true })));
        Assert.Equal("Does what no one has a word for.", ActionWords.Description(own));
    }

    [Theory]
    [InlineData("storyPoints", "Story points")]
    [InlineData("due_date", "Due date")]
    [InlineData("IN_PROGRESS", "In progress")]
    [InlineData("callbackURL", "Callback URL")]
    [InlineData("", "")]
    public void Spelled_ReadsAsWords(string name, string words) => Assert.Equal(words, ActionWords.Spelled(name));

    /// <summary>As the form takes them from the action, in English.</summary>
    private static IEnumerable<string> English(ActionDescriptor action) =>
    [
        action.DisplayName,
        action.Description,
        .. action.Parameters.GetProperty("properties").EnumerateObject().SelectMany(parameter => new[] { parameter.Value.GetProperty("title").GetString()!, parameter.Value.TryGetProperty("description", out var help) ? help.GetString()! : null }).OfType<string>(),
        .. ActionForm.Fields(action).SelectMany(field => field.Choices).Select(choice => choice.Words),
    ];

    private static Dictionary<string, string> German() =>
        XDocument.Load(Path.Combine(Repository.Root(), "Integrations.Web", "Localization", "ActionTexts.de.resx")).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);
}
