using Integrations.Connectors.Manifest;
using Integrations.Core.Connections;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Management;

/// <summary>
/// Takes credentials from callers who know 001's general words (an API key; a user name and a password) but not the names of
/// one provider's fields.
/// </summary>
public sealed class CredentialMapper(InstanceService instances, ConnectionService connections)
{
    /// <summary>Finds the provider's own fields for what is given, and connects.</summary>
    public async Task<Result<ConnectionView>> ConnectAsync(Caller caller, Guid instanceId, CredentialDraft draft, CancellationToken cancellationToken)
    {
        if (!(await instances.GetAsync(caller, instanceId, cancellationToken)).TryGet(out var view, out var failure))
        {
            return failure;
        }

        if (view.Provider?.Connector is not { } entry)
        {
            return ConnectionFailures.NoConnector(view.ProviderName);
        }

        var kind = draft.AuthKind ?? CredentialKinds.Guess(entry.Manifest, draft.Fields) ?? AuthKinds.Custom;
        var fields = entry.Manifest.Method(kind) is { } method ? Fill(method, draft) : draft.Fields;
        return await connections.ConnectAsync(
            caller, instanceId, new ConnectRequest(kind, fields) { DisplayName = draft.DisplayName, AllowAccountChange = draft.AllowAccountChange }, cancellationToken);
    }

    private static Dictionary<string, string> Fill(AuthMethod method, CredentialDraft draft)
    {
        var fields = new Dictionary<string, string>(draft.Fields, StringComparer.Ordinal);
        if (draft.Secret is { } secret && (Named(method, "apiKey", "password") ?? method.Fields.FirstOrDefault(f => f is { Secret: true, Required: true }) ?? method.Fields.FirstOrDefault(f => f.Secret)) is { } secretField)
        {
            fields.TryAdd(secretField.Name, secret);
        }

        if (draft.Name is { } name && (Named(method, "username", "email") ?? method.Fields.FirstOrDefault(f => f is { Secret: false, Type: "text" or "email" })) is { } nameField)
        {
            fields.TryAdd(nameField.Name, name);
        }

        return fields;
    }

    private static FieldDescriptor? Named(AuthMethod method, params string[] names) => method.Fields.FirstOrDefault(f => names.Contains(f.Name));
}
