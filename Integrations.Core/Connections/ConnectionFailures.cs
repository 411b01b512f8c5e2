using Integrations.Primitives;

namespace Integrations.Core.Connections;

/// <summary>How connecting, and what a connection is wanted for, fails.</summary>
public static class ConnectionFailures
{
    public const string AccountChangedCode = "connection.account_changed";

    public const string MissingCode = "connection.missing";

    public const string UnreadableCode = "connection.unreadable";

    public static Failure NotConnected(bool userScoped) => Failure.Conflict(
        MissingCode,
        userScoped ? "You have not connected your account to this integration yet. Connect it under My connections." : "This integration is not connected yet. Connect it first.");

    public static Failure NoConnector(string provider) => Failure.Invalid(
        "connection.no_connector", $"The hub has no connector for '{Text.Cut(provider, 60)}': it can be described in the catalog, but not connected.");

    public static Failure MustReconnect(string vendor, Connection connection) => new(
        FailureKind.CredentialRefused,
        connection.Status == ConnectionStatus.Expired ? "connection.expired" : "connection.revoked",
        connection.LastError ?? $"The connection to {vendor} has ended. Reconnect to go on.");

    public static Failure Unreadable { get; } = new(
        FailureKind.CredentialRefused, UnreadableCode, "The stored credential can no longer be read. Reconnect to go on.");

    public static Failure KindNotOffered(string vendor, string kind) => Failure.Invalid(
        "connection.kind_not_offered", $"{vendor} cannot be connected with '{Text.Cut(kind, 40)}'.");

    public static Failure AccountChanged(string vendor, string? before, string? now) => Failure.Conflict(
        AccountChangedCode, $"This integration was connected to {vendor} as {before ?? "another account"}; the credential now belongs to {now ?? "a different account"}. Confirm the change to go on.");

    public static Failure NotUserScoped { get; } = Failure.Conflict(
        "connection.not_user_scoped", "This integration has one connection for the whole organization. An administrator connects it.");

    public static Failure OtherUser { get; } = Failure.Forbidden("User-scoped integration access denied");
}
