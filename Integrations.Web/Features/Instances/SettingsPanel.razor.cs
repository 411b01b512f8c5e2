using System.Text.Json.Nodes;
using Integrations.Connectors.Manifest;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Instances;

/// <summary>The settings of an integration: what every one has, and the form that its provider's manifest describes.</summary>
public sealed partial class SettingsPanel
{
    private static FieldDescriptor Name => new("name", Text.T("Name")) { Required = true, MaxLength = IntegrationInstance.NameMaxLength };
    private static FieldDescriptor Description => new("description", Text.T("Description")) { MaxLength = IntegrationInstance.DescriptionMaxLength };
    private static FieldDescriptor Tags => new("tags", Text.T("Tags")) { Help = Text.T("Words to find it by, with commas between them: at most {0} of {1} characters.", InstanceTag.MostOfAnIntegration, InstanceTag.NameMaxLength), MaxLength = TagText.MaxLength };

    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);
    private IReadOnlyList<string>? _purposes;
    private HashSet<string> _entities = [];
    private HashSet<string> _types = [];
    private string _name = "";
    private string _description = "";
    private string _tags = "";
    private bool _search;
    private bool _changed;
    private bool _working;
    private int _version = -1;
    private Failure? _failure;

    [Parameter, EditorRequired]
    public InstanceView View { get; set; } = null!;

    [Parameter]
    public bool MayChange { get; set; }

    /// <summary>Raised with the integration as it is after saving.</summary>
    [Parameter]
    public EventCallback<InstanceView> Saved { get; set; }

    private IReadOnlyList<ProviderEntity> Searchable => [.. View.Provider?.Connector?.Manifest.Entities.Where(e => e.Searchable) ?? []];

    protected override void OnParametersSet()
    {
        // What is being typed is not thrown away because the page was read again.
        if (!_changed && _version != View.Instance.Version)
        {
            Fill();
        }
    }

    private void Fill()
    {
        var instance = View.Instance;
        (_name, _description, _search, _version) = (instance.Name, instance.Description ?? "", instance.SearchEnabled, instance.Version);
        _tags = TagText.Of(View.Tags);
        _entities = [.. instance.SearchableEntities.Count == 0 ? Searchable.Select(e => e.Name) : instance.SearchableEntities];
        _types = [.. instance.AllowedShardTypes.Count == 0 ? EntityTypes.All : instance.AllowedShardTypes];
        _purposes = InstancePurposes.Known(instance.Settings, View.Provider?.Connector);
        _settings.Clear();
        foreach (var (key, value) in instance.Settings)
        {
            _settings[key] = value is JsonValue text && text.TryGetValue<string>(out var plain) ? plain : value?.ToJsonString() ?? "";
        }

        (_changed, _failure) = (false, null);
    }

    private void Set(Action change)
    {
        change();
        _changed = true;
    }

    private async Task SaveAsync()
    {
        _working = true;
        var saved = await Instances.UpdateAsync(Current.Value, View.Id, Written(), _version, CancellationToken.None);
        _working = false;
        _failure = saved.Failure;
        if (saved.TryGet(out var view, out _))
        {
            (_changed, _version) = (false, -1);
            await Saved.InvokeAsync(view);
            Toasts.Notify(Severity.Success, Text.T("Settings saved"));
        }
    }

    private InstanceChanges Written() => new()
    {
        Name = _name,
        Description = _description,
        // Only where they were written: others may put tags on it meanwhile, in the list.
        Tags = _tags == TagText.Of(View.Tags) ? null : TagText.Read(_tags),
        SearchEnabled = _search,
        // All ticked means "all", also those that come later.
        SearchableEntities = _entities.Count == Searchable.Count ? [] : [.. _entities],
        AllowedShardTypes = _types.Count == EntityTypes.All.Count ? [] : [.. _types],
        Settings = Typed(),
    };

    /// <summary>The form's values in the manifest's types; what the manifest does not know stays as it was.</summary>
    private JsonObject Typed()
    {
        // Where no one signs in at the vendor, a setting of that name is a program's own.
        var settings = View.Provider?.Connector?.Manifest.Method(AuthKinds.OAuth2) is null
            ? (JsonObject)View.Instance.Settings.DeepClone()
            : InstancePurposes.With(View.Instance.Settings, _purposes);
        foreach (var field in View.Provider?.Connector?.Manifest.Settings ?? [])
        {
            var value = _settings.GetValueOrDefault(field.Name);
            if (string.IsNullOrWhiteSpace(value))
            {
                settings.Remove(field.Name);
            }
            else
            {
                settings[field.Name] = field.Type switch
                {
                    "boolean" => value == "true",
                    "number" when decimal.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
                    _ => value.Trim(),
                };
            }
        }

        return settings;
    }

    private string? ErrorOf(string field) => _failure switch
    {
        { Code: InstanceFailures.NameTakenCode } when field == "name" => _failure.Message,
        { Fields: { } fields } => fields.GetValueOrDefault(field)?[0],
        _ => null,
    };

    private static void Toggle(HashSet<string> set, string value, bool on) => _ = on ? set.Add(value) : set.Remove(value);
}
