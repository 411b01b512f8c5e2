using Integrations.Connectors.Manifest;
using Integrations.Core.Events;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Webhooks;

public sealed partial class WebhookForm
{
    private static readonly string[] Shown = ["name", "url", "events", "headers", "secret"];
    private static FieldDescriptor NameField => new("name", Text.T("Name")) { Required = true, MaxLength = WebhookEndpoint.NameMaxLength };
    private static FieldDescriptor UrlField => new("url", Text.T("Address")) { Type = "url", Required = true, MaxLength = 2_000, Placeholder = "https://example.org/hooks/integrations" };
    private static FieldDescriptor SecretField => new("secret", Text.T("Signing secret"))
    {
        Secret = true,
        MaxLength = WebhookSecrets.MaxLength,
        Help = Text.T("Left empty, a strong one is made and shown once."),
    };

    private readonly HashSet<string> _events = new(StringComparer.Ordinal);
    private readonly List<TypedHeader> _headers = [];
    private string _name = "";
    private string _url = "";
    private string? _secret;
    private bool _filled;
    private bool _replacesHeaders;
    private bool _saving;

    /// <summary>What is changed; null for a new endpoint.</summary>
    [Parameter]
    public WebhookEndpointView? Original { get; set; }

    /// <summary>Why the last try was refused.</summary>
    [Parameter]
    public Failure? Failure { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<WebhookEndpointValues> Save { get; set; }

    [Parameter]
    public string CancelAddress { get; set; } = "/webhooks";

    private IReadOnlyList<string> Stored => Original?.HeaderNames ?? [];

    protected override void OnParametersSet()
    {
        // Once: what a person has typed since is not overwritten by a render of the page around.
        if (!_filled && Original is { } original)
        {
            (_name, _url) = (original.Name, original.Url);
            _events.UnionWith(original.Events);
        }

        _filled = true;
    }

    private void Toggle(string type, bool on)
    {
        if (on)
        {
            _events.Add(type);
        }
        else
        {
            _events.Remove(type);
        }
    }

    private void ToggleAll()
    {
        if (_events.Count == EventTypes.All.Count)
        {
            _events.Clear();
        }
        else
        {
            _events.UnionWith(EventTypes.All);
        }
    }

    private void ReplaceHeaders()
    {
        _replacesHeaders = true;
        _headers.AddRange(Stored.Select(name => new TypedHeader { Name = name }));
    }

    private async Task SubmitAsync()
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_saving)
        {
            return;
        }

        _saving = true;
        await Save.InvokeAsync(new WebhookEndpointValues
        {
            Name = _name,
            Url = _url,
            Events = [.. EventTypes.All.Where(_events.Contains)],
            Headers = Stored.Count > 0 && !_replacesHeaders ? null : Headers(),
            Secret = string.IsNullOrEmpty(_secret) ? null : _secret,
        });
        _saving = false;
    }

    /// <summary>The last of two with the same name counts, as it would at the receiver.</summary>
    private Dictionary<string, string> Headers() => _headers.Where(h => !string.IsNullOrWhiteSpace(h.Name))
        .GroupBy(h => h.Name.Trim(), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.OrdinalIgnoreCase);

    private string? Error(string field) => Failure?.Fields?.TryGetValue(field, out var messages) == true ? messages[0] : null;

    private sealed class TypedHeader
    {
        public string Name { get; set; } = "";

        public string Value { get; set; } = "";

        public override string ToString() => "***";
    }
}
