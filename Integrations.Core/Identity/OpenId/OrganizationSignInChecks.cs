using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Core.Identity.OpenId;

/// <summary>What an administrator may enter.</summary>
internal static class OrganizationSignInChecks
{
    /// <param name="hasSecret">One is stored already, for the same issuer.</param>
    /// <param name="domains">As <see cref="Domains"/> read them.</param>
    /// <returns>Null where it may be saved; else <c>validation</c> with its field.</returns>
    public static Failure? Refuse(OrganizationSignInSettings wanted, bool hasSecret, IReadOnlyList<string?> domains, EgressPolicy policy) =>
        Text.CheckName("name", wanted.Name, OrganizationSignIn.NameMaxLength)
        ?? RefuseIssuer(wanted.Issuer.Trim(), policy)
        ?? Text.CheckName("clientId", wanted.ClientId, OrganizationSignIn.ClientIdMaxLength)
        ?? (hasSecret || !string.IsNullOrWhiteSpace(wanted.ClientSecret) ? null : Failure.InvalidField("clientSecret", "Give the client secret: none is stored for this issuer."))
        ?? Text.CheckLength("clientSecret", wanted.ClientSecret, OrganizationSignIn.ClientSecretMaxLength)
        ?? RefuseDomains(domains)
        ?? Text.CheckLength("roleClaim", wanted.RoleClaim?.Trim(), OrganizationSignIn.RoleClaimMaxLength)
        ?? Text.CheckLength("administratorValues", wanted.AdministratorValues, OrganizationSignIn.AdministratorValuesMaxLength)
        ?? (!string.IsNullOrWhiteSpace(wanted.RoleClaim) && Lines(wanted.AdministratorValues).Count == 0
            ? Failure.InvalidField("administratorValues", "Give at least one value of the claim that makes administrators.")
            : null)
        ?? (wanted is { IsEnforced: true, IsOn: false } ? Failure.InvalidField("isEnforced", "Turn the provider on before it is required.") : null)
        ?? (wanted is { IsEnforced: true, OwnerId: null } ? Failure.InvalidField("ownerId", "Name an administrator who may still use a password, for the day on which the provider fails.") : null);

    /// <summary>One a line; a null stands for what is no domain.</summary>
    public static IReadOnlyList<string?> Domains(string text) => [.. Lines(text).Select(line => OpenIdDomains.Normalize(line.TrimStart('@'))).Distinct(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Lines(string? text) =>
        [.. (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];

    private static Failure? RefuseIssuer(string issuer, EgressPolicy policy) =>
        Text.CheckName("issuer", issuer, OrganizationSignIn.IssuerMaxLength)
        ?? (policy.Refuse(issuer) is { } reason ? Failure.InvalidField("issuer", reason)
            : issuer.AsSpan().IndexOfAny('?', '#') >= 0 ? Failure.InvalidField("issuer", "An issuer has neither a question mark nor a fragment.")
            : null);

    private static Failure? RefuseDomains(IReadOnlyList<string?> domains) =>
        domains.Count == 0 ? Failure.InvalidField("domains", "Give at least one domain of e-mail addresses, such as acme.example.")
        : domains.Contains(null) ? Failure.InvalidField("domains", "Give domains only, one a line, such as acme.example.")
        : domains.Count > OrganizationSignIn.MostDomains ? Failure.InvalidField("domains", $"Give at most {OrganizationSignIn.MostDomains} domains.")
        : null;
}
