using Integrations.Primitives;

namespace Integrations.Core.Connections;

/// <summary>How connecting, and what a connection is wanted for, fails.</summary>
public static class ConnectionFailures
{
    /// <summary>Another account of the vendor signed in than before (SECURITY O10). Ask the person, and repeat with the change allowed.</summary>
    public const string AccountChangedCode = "connection.account_changed";

    /// <summary>There is no connection, or not of this person. Connect first; nothing was sent.</summary>
    public const string MissingCode = "connection.missing";

    /// <summary>The key that protects the stored credential is gone. Reconnect; an operator's doctor names all such connections.</summary>
    public const string UnreadableCode = "connection.unreadable";

    /// <summary><see cref="MissingCode"/>.</summary>
    /// <param name="userScoped">Whether the caller connects for themself, or an administrator for all; the words say which.</param>
    public static Failure NotConnected(bool userScoped) => Failure.Conflict(
        MissingCode,
        userScoped ? "You have not connected your account to this integration yet. Connect it under My connections." : "This integration is not connected yet. Connect it first.");

    /// <summary>The catalog describes the provider, and no code or provider file speaks with it. Nothing a caller can do.</summary>
    /// <param name="provider">As it was asked for; cut to 60 characters.</param>
    public static Failure NoConnector(string provider) => Failure.Invalid(
        "connection.no_connector", $"The hub has no connector for '{Text.Cut(provider, 60)}': it can be described in the catalog, but not connected.");

    /// <summary>The connection is expired or revoked: each call fails with this, and none is sent, until a person connects again.</summary>
    /// <param name="vendor">The provider's display name.</param>
    /// <param name="connection">Its last error, where there is one, is what the caller reads.</param>
    public static Failure MustReconnect(string vendor, Connection connection) => new(
        FailureKind.CredentialRefused,
        connection.Status == ConnectionStatus.Expired ? "connection.expired" : "connection.revoked",
        connection.LastError ?? $"The connection to {vendor} has ended. Reconnect to go on.");

    /// <summary><see cref="UnreadableCode"/>.</summary>
    public static Failure Unreadable { get; } = new(
        FailureKind.CredentialRefused, UnreadableCode, "The stored credential can no longer be read. Reconnect to go on.");

    /// <summary>The provider knows no such way to connect. The catalog lists its ways as <c>authMethods</c>.</summary>
    /// <param name="vendor">The provider's display name.</param>
    /// <param name="kind">As it was asked for; cut to 40 characters.</param>
    public static Failure KindNotOffered(string vendor, string kind) => Failure.Invalid(
        "connection.kind_not_offered", $"{vendor} cannot be connected with '{Text.Cut(kind, 40)}'.");

    /// <summary><see cref="AccountChangedCode"/>; what was connected stays until the change is confirmed.</summary>
    /// <param name="vendor">The provider's display name.</param>
    /// <param name="before">The former account, as people know it; null where the vendor gave none.</param>
    /// <param name="now">The new one.</param>
    public static Failure AccountChanged(string vendor, string? before, string? now) => Failure.Conflict(
        AccountChangedCode, $"This integration was connected to {vendor} as {before ?? "another account"}; the credential now belongs to {now ?? "a different account"}. Confirm the change to go on.");

    /// <summary>A personal route was used for an integration with one shared connection (001). Connect it as an administrator, by the integration's own route.</summary>
    public static Failure NotUserScoped { get; } = Failure.Conflict(
        "connection.not_user_scoped", "This integration has one connection for the whole organization. An administrator connects it.");

    /// <summary>The request named another user than the caller (001). Everyone works with their own connection; administrators too.</summary>
    public static Failure OtherUser { get; } = Failure.Forbidden("User-scoped integration access denied");
}
