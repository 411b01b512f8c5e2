using System.Globalization;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Connections.Links;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Catalog;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Connections.Links;

/// <summary>Makes a link to connect, and shows it once.</summary>
public sealed partial class NewConnectLinkPage(ConnectLinkService links, ConnectLinkRulesService rules, CatalogService catalog, CatalogShelves shelves, CurrentCaller caller)
{
    internal const string Address = "/integrations/links/new";

    /// <summary>More are not to be chosen from without words.</summary>
    private const int MostChoices = 100;

    private static readonly int[] Lives = [1, 7, 14, 30];

    private CatalogShelf? _offered;
    private IReadOnlyList<CatalogEntry> _fitting = [];
    private string? _words;
    private bool _allowsOutsiders;
    private string _provider = "";
    private ConnectLinkAudience _audience;
    private string _member = "";
    private string _label = "";
    private string _email = "";
    private string _reference = "";
    private string _days = "7";
    private bool _sendMail;
    private bool _working;
    private Failure? _refused;
    private CreatedConnectLink? _created;

    /// <summary>The provider that is chosen from the start.</summary>
    [SupplyParameterFromQuery(Name = "provider")]
    public string? Asked { get; set; }

    private static FieldDescriptor MemberField => new("member", Text.T("E-mail address of the member"), "email") { Required = true, MaxLength = 256 };

    private static FieldDescriptor LabelField => new("label", Text.T("Who they are")) { MaxLength = ConnectLink.LabelMaxLength, Placeholder = Text.T("Initech, accounting"), Help = Text.T("Becomes part of the integration's name.") };

    private static FieldDescriptor EmailField => new("email", Text.T("E-mail address"), "email") { MaxLength = 320 };

    private static FieldDescriptor ReferenceField => new("reference", Text.T("Your own id of them"))
    {
        MaxLength = ConnectLink.ReferenceMaxLength,
        Placeholder = "customer-4711",
        Help = Text.T("Events carry it. A later link with the same id connects the same integration again."),
    };

    private static IEnumerable<SelectOption> LifeChoices =>
        Lives.Select(days => new SelectOption(days.ToString(CultureInfo.InvariantCulture), days == 1 ? Text.T("1 day") : Text.T("{0} days", days)));

    private bool AsksForWords => _words is not null || _fitting.Count > MostChoices;

    private IEnumerable<SelectOption> ProviderChoices => _fitting.Take(MostChoices).Select(entry => new SelectOption(entry.Key, entry.DisplayName));

    protected override async Task OnInitializedAsync()
    {
        _allowsOutsiders = (await rules.GetAsync(caller.Value, CancellationToken.None)).AllowsOutsiders;
        _offered = shelves.Of(await catalog.OfferedAsync(caller.Value, CancellationToken.None));
        Choose(_allowsOutsiders && !Fitting(ConnectLinkAudience.Member).Any(entry => entry.Key == Asked) ? ConnectLinkAudience.Outside : ConnectLinkAudience.Member);
    }

    private void Choose(ConnectLinkAudience audience)
    {
        var before = _provider.Length > 0 ? _provider : Asked;
        List<CatalogEntry> fitting = [.. Fitting(audience)];
        var chosen = fitting.Find(entry => entry.Key == before) ?? fitting.FirstOrDefault();
        // It is among the first, so that it can be shown.
        if (chosen is not null && fitting.Count > MostChoices)
        {
            fitting = [chosen, .. fitting.Where(entry => entry.Key != chosen.Key)];
        }

        (_audience, _fitting, _provider) = (audience, fitting, chosen?.Key ?? "");
    }

    private void Search(string? words)
    {
        _words = words ?? "";
        Choose(_audience);
    }

    private IEnumerable<CatalogEntry> Fitting(ConnectLinkAudience audience) => _offered!.Find(_words).Of(null).Where(entry =>
        audience == ConnectLinkAudience.Outside
            ? entry is { Connector: not null, Document.RequiresUserScoping: false } && entry.Document.Levels.Contains(ProviderLevels.Organization)
            : entry.IsForPeople);

    private string? Error(string field) => _refused?.Fields?.TryGetValue(field, out var messages) == true ? messages[0] : null;

    private async Task CreateAsync()
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_working)
        {
            return;
        }

        _working = true;
        var created = await links.CreateAsync(caller.Value, Wanted(), CancellationToken.None);
        (_created, _refused, _working) = (created.IsSuccess ? created.Value : null, created.Failure, false);
    }

    /// <summary>What stands in the form.</summary>
    private NewConnectLink Wanted() => new([_provider], _audience)
    {
        Member = _member,
        Label = Given(_label),
        Email = Given(_email),
        Reference = Given(_reference),
        Lifetime = TimeSpan.FromDays(int.Parse(_days, CultureInfo.InvariantCulture)),
        SendMail = _sendMail && _audience != ConnectLinkAudience.AnyMember,
    };

    private static string? Given(string typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
