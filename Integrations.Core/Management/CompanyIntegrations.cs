using System.Text.Json.Nodes;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Management;

/// <summary>
/// Integrations in document 002's words: a free <c>type</c> and a <c>config</c> that holds settings and, for receivers, their
/// address. What a provider's form calls a credential goes into the vault and is not shown again.
/// </summary>
public sealed class CompanyIntegrations(InstanceService instances, IntegrationActions actions, CatalogService catalog, ConnectionService connections)
{
    private const string Webhook = "webhook";

    /// <summary>What 002 calls the address of a receiver.</summary>
    private static readonly string[] AddressNames = ["webhookUrl", "url"];

    /// <summary>Creates an integration of the organization in 002's words, connected where its config has what that takes.</summary>
    /// <returns>Its id, or <c>validation</c>, <c>permission_denied</c>, <c>provider.not_found</c>, <c>instance.name_taken</c>, or why the vendor refused.</returns>
    public async Task<Result<Guid>> CreateAsync(Caller caller, string? name, string? type, JsonObject? config, CancellationToken cancellationToken)
    {
        if (CheckRequired(name, type, config) is { } invalid)
        {
            return invalid;
        }

        if (await FindProviderAsync(caller, name!, type!, config!, cancellationToken) is not { } provider)
        {
            return Failure.InvalidField("type", "type must be a provider of the catalog, or name one, or config must hold the url of a webhook.");
        }

        if (Split(provider, config!).TryGet(out var parts, out var unusable))
        {
            var changes = new InstanceChanges { Name = name, Settings = parts.Settings, CompanyType = type };
            return parts.Credential is { } credential
                ? await actions.CreateConnectedAsync(caller, new NewInstance(provider.Key, InstanceLevel.Organization, changes) { CompanyType = type }, credential, null, cancellationToken)
                : (await instances.CreateAsync(caller, new NewInstance(provider.Key, InstanceLevel.Organization, changes) { CompanyType = type }, cancellationToken)).Map(view => view.Id);
        }

        return unusable;
    }

    /// <summary>Changes what is not null; a config replaces the former, but for what the integration is for where it does not name that, and an address or credential in it is connected anew.</summary>
    public async Task<Result<InstanceView>> UpdateAsync(
        Caller caller, Guid id, (string? Name, string? Type, JsonObject? Config, bool? Active) values, int? expectedVersion, CancellationToken cancellationToken)
    {
        if (!(await instances.GetAsync(caller, id, cancellationToken)).TryGet(out var view, out var failure))
        {
            return failure;
        }

        var changes = new InstanceChanges { Name = values.Name, CompanyType = values.Type, Enabled = values.Active };
        if (values.Config is { } config && view.Provider is { } provider)
        {
            if (!Split(provider, config).TryGet(out var parts, out failure))
            {
                return failure;
            }

            // 002 knows no uses: a config that does not name them must not make the integration one for everything.
            var settings = config.ContainsKey(Purposes.Setting) ? parts.Settings : InstancePurposes.With(parts.Settings, InstancePurposes.Known(view.Instance.Settings, provider.Connector));
            changes = changes with { Settings = settings };
            // First what can be refused without a vendor: a change that fails must not have replaced the credential.
            if (parts.Credential is { } credential && credential.Any(field => view.Connection?.Facts.GetValueOrDefault(field.Key) != field.Value))
            {
                var updated = await instances.UpdateAsync(caller, id, changes with { Enabled = null }, expectedVersion, cancellationToken);
                if (updated.Failure is { } refused)
                {
                    return refused;
                }

                var kind = provider.Connector is { } entry ? CredentialKinds.Guess(entry.Manifest, credential) : null;
                var connected = await connections.ConnectAsync(caller, id, new ConnectRequest(kind ?? AuthKinds.Custom, credential) { AllowAccountChange = true }, cancellationToken);
                return connected.Failure is { } unconnected ? unconnected : await instances.UpdateAsync(caller, id, changes, null, cancellationToken);
            }
        }

        return await instances.UpdateAsync(caller, id, changes, expectedVersion, cancellationToken);
    }

    /// <summary>002's config: settings, and the address of a receiver; no secret.</summary>
    public static JsonObject ConfigOf(InstanceView view)
    {
        var config = (JsonObject)view.Instance.Settings.DeepClone();
        if (view.Provider?.Connector?.Manifest.UserUrl == true && view.Connection?.Facts.GetValueOrDefault("url") is { } url)
        {
            config.TryAdd("webhookUrl", url);
        }

        return config;
    }

    private static Failure? CheckRequired(string? name, string? type, JsonObject? config)
    {
        var fields = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(name))
        {
            fields["name"] = ["Name is required"];
        }

        if (string.IsNullOrWhiteSpace(type))
        {
            fields["type"] = ["Type is required"];
        }

        if (config is null)
        {
            fields["config"] = ["Invalid config"];
        }

        return fields.Count == 0 ? null : Failure.Invalid("validation", "Validation error") with { Fields = fields };
    }

    /// <summary>By key; else by display name; else the generic webhook for what has an address.</summary>
    private async Task<CatalogEntry?> FindProviderAsync(Caller caller, string name, string type, JsonObject config, CancellationToken cancellationToken)
    {
        var snapshot = await catalog.SnapshotAsync(cancellationToken);
        return OfKey(type.Trim()) ?? snapshot.ByDisplayName[name.Trim()].FirstOrDefault(MayBeHad) ?? (AddressOf(config) is null ? null : OfKey(Webhook));

        CatalogEntry? OfKey(string key) => snapshot.ByKey.GetValueOrDefault(key) is { } entry && MayBeHad(entry) ? entry : null;
        bool MayBeHad(CatalogEntry entry) => entry.IsOffered || caller.IsSuperAdmin;
    }

    /// <summary>Parts a config into what is shown and what is not.</summary>
    private static Result<ConfigParts> Split(CatalogEntry provider, JsonObject config)
    {
        var settings = (JsonObject)config.DeepClone();
        var fields = provider.Document.AuthMethods.SelectMany(m => m.Fields).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var credential = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in config.Where(m => m.Value is not null && fields.Contains(m.Key)))
        {
            credential[name] = value is JsonValue text && text.TryGetValue<string>(out var plain) ? plain : value!.ToJsonString();
            settings.Remove(name);
        }

        if (provider.Connector?.Manifest.UserUrl == true && AddressOf(config) is { } address)
        {
            credential["url"] = address;
            foreach (var name in AddressNames)
            {
                settings.Remove(name);
            }
        }

        // Settings are shown to everyone who may see the integration.
        return settings.FirstOrDefault(m => ParameterRedaction.IsSecretName(m.Key)) is { Key: { } secret }
            ? Failure.InvalidField("config", $"config.{Text.Cut(secret, 60)} looks like a secret that {provider.DisplayName} does not take. Secrets belong into the fields of its authMethods.")
            : new ConfigParts(settings, credential.Count == 0 ? null : credential);
    }

    private static string? AddressOf(JsonObject config) =>
        AddressNames.Select(name => config[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null).FirstOrDefault(text => text is not null);

    [HoldsSecret]
    private sealed class ConfigParts(JsonObject settings, IReadOnlyDictionary<string, string>? credential)
    {
        public JsonObject Settings => settings;

        public IReadOnlyDictionary<string, string>? Credential => credential;

        public override string ToString() => "***";
    }
}
