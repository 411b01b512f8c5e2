using System.Globalization;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Connectors.Http;

/// <summary>Whose requests a vendor counts together.</summary>
/// <param name="Provider">The provider's key.</param>
/// <param name="Connection">Whose calls they are.</param>
/// <param name="Client">Whose client they come from, as <see cref="Hub"/> or a text that two connections have in common only where they share a client; nothing secret.</param>
public sealed record BudgetOwner(string Provider, Guid Connection, string Client)
{
    /// <summary>Those who signed in through the hub's own client.</summary>
    public const string Hub = "hub";

    private const int HashBytes = 16;

    /// <summary>
    /// Who signed in shares the hub's client with all others, but for addresses that people give themselves. A pasted key is a client of its own,
    /// however many connections use it. Anything else stands for itself.
    /// </summary>
    /// <param name="manifest">The provider's.</param>
    /// <param name="connection">Whose calls they are.</param>
    /// <param name="authKind">One of <see cref="AuthKinds"/>.</param>
    /// <param name="credential">Of the connection; null where it cannot be read.</param>
    /// <param name="hosts">Where the credential may be sent: at an address that people give themselves, the same key is that of another server.</param>
    public static BudgetOwner Of(ProviderManifest manifest, Guid connection, string authKind, VendorCredential? credential, IReadOnlyCollection<string> hosts) => new(
        manifest.Key,
        connection,
        authKind == AuthKinds.OAuth2 && !manifest.UserUrl ? Hub
            // What a password is made of is guessed by its hash, so only what a vendor made at random has one.
            : authKind == AuthKinds.ApiKey && (credential?.Find("apiKey") ?? credential?.Find("token")) is { } key ? ShortHash.Of($"{manifest.Key}|{(manifest.UserUrl ? $"{string.Join(',', hosts.Order(StringComparer.Ordinal))}|" : "")}{key.Reveal()}", HashBytes)
            : connection.ToString("N"));

    /// <summary>Who shares a budget.</summary>
    internal string Of(VendorBudget budget) => budget.IsPerClient ? Client : Connection.ToString("N");

    /// <summary>By which all nodes know a budget. Its number of requests is no part of it: that may change, and what was sent has been sent.</summary>
    internal string KeyOf(VendorBudget budget) => string.Create(
        CultureInfo.InvariantCulture,
        $"vendor|{Provider}|{ShortHash.Of($"{Of(budget)}|{budget.IsPerClient}|{budget.Window.TotalSeconds}|{budget.PathEnd}|{budget.RemainingHeader}", HashBytes)}");
}
