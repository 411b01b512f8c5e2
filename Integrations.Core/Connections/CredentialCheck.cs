using System.Globalization;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Primitives;

namespace Integrations.Core.Connections;

/// <summary>Validates credential fields against the manifest, then asks the vendor whose they are.</summary>
public sealed class CredentialCheck(VendorSessions sessions, EgressPolicy egress)
{
    /// <summary>Checks what a person typed.</summary>
    public async Task<Result<CheckedCredential>> CheckAsync(CatalogEntry provider, string authKind, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        if (provider.Connector is not { } entry)
        {
            return ConnectionFailures.NoConnector(provider.Key);
        }

        if (entry.Manifest.Method(authKind) is not { } method)
        {
            return ConnectionFailures.KindNotOffered(provider.DisplayName, authKind);
        }

        if (method.OAuth is not null)
        {
            return await CheckTokensAsync(provider, method, fields, cancellationToken);
        }

        // First of all: invisible characters are no part of what was meant.
        fields = fields.Where(f => f.Value is not null).ToDictionary(
            f => f.Key, f => method.Fields.FirstOrDefault(known => known.Name == f.Key) is { } known ? PastedText.Clean(known, f.Value) : f.Value, StringComparer.Ordinal);
        if (CheckFields(method, fields) is { } invalid)
        {
            return invalid;
        }

        var given = method.Fields.Where(f => fields.TryGetValue(f.Name, out var v) && !string.IsNullOrWhiteSpace(v))
            .ToDictionary(f => f.Name, f => fields[f.Name].Trim(), StringComparer.Ordinal);
        var normalized = entry.Connector.Normalize(authKind, given);
        if (!normalized.TryGet(out var clean, out var refused))
        {
            return refused;
        }

        foreach (var field in method.Fields.Where(f => f.Type == "url" && clean.ContainsKey(f.Name)))
        {
            if (egress.Refuse(clean[field.Name]) is { } reason)
            {
                return Failure.InvalidField(field.Name, $"{field.Label}: {reason}");
            }
        }

        var secretNames = method.Fields.Where(f => f.Secret).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return await AskAsync(
            provider,
            authKind,
            clean.Where(f => secretNames.Contains(f.Key)).ToDictionary(StringComparer.Ordinal),
            clean.Where(f => !secretNames.Contains(f.Key)).ToDictionary(StringComparer.Ordinal),
            method,
            cancellationToken);
    }

    /// <summary>Asks the vendor whose a credential is; used for typed credentials and for fresh OAuth tokens alike.</summary>
    /// <param name="ownServer">The operator's own server, whose host the credential may see too.</param>
    internal async Task<Result<CheckedCredential>> AskAsync(
        CatalogEntry provider, string authKind, IReadOnlyDictionary<string, string> secrets, IReadOnlyDictionary<string, string> facts, AuthMethod method,
        CancellationToken cancellationToken, string? ownServer = null)
    {
        var entry = provider.Connector!;
        var hosts = entry.Manifest.Hosts
            .Concat(method.Fields.Where(f => f.Type == "url" && facts.ContainsKey(f.Name)).Select(f => CredentialHosts.Of(new Uri(facts[f.Name]))))
            .Concat(ownServer is null ? [] : [CredentialHosts.Of(new Uri(ownServer))])
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        // A connector may need any field to authenticate (Basic needs the e-mail address); only secrets go into the vault.
        var all = facts.Concat(secrets).ToDictionary(StringComparer.Ordinal);
        using var session = sessions.Try(entry, authKind, new VendorCredential(authKind, all), facts, hosts);
        var asked = await session.CallAsync(() => entry.Connector.GetAccountAsync(session, cancellationToken), cancellationToken);
        if (!asked.TryGet(out var account, out var failure))
        {
            return failure;
        }

        var known = new Dictionary<string, string>(facts, StringComparer.Ordinal);
        foreach (var (name, value) in account.Facts)
        {
            known[name] = value;
        }

        return new CheckedCredential
        {
            Provider = provider,
            AuthKind = authKind,
            Secrets = all,
            Facts = known,
            Hosts = hosts,
            Account = account,
            Scopes = account.Scopes ?? [],
            ExpiresAt = account.CredentialExpiresAt,
            Expiry = account.CredentialExpiresAt is not null ? ExpiryKnowledge.Known : ExpiryKnowledge.Unknown,
        };
    }

    /// <summary>
    /// Tokens that a caller obtained by itself (001's credential type <c>oauth</c>): <c>accessToken</c>, and where there are
    /// <c>refreshToken</c> and <c>expiresAt</c> (ISO 8601). An end that is not told is unknown.
    /// </summary>
    private async Task<Result<CheckedCredential>> CheckTokensAsync(CatalogEntry provider, AuthMethod method, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var secrets = new[] { VendorCredential.AccessToken, VendorCredential.RefreshToken }
            .Where(name => !string.IsNullOrWhiteSpace(fields.GetValueOrDefault(name)))
            .ToDictionary(name => name, name => PastedText.Clean(fields[name]), StringComparer.Ordinal);
        if (secrets.FirstOrDefault(s => PastedText.Problem(s.Key, s.Value) is not null) is { Key: { } wrong } odd)
        {
            return Failure.InvalidField(wrong, PastedText.Problem(wrong, odd.Value)!);
        }

        if (!secrets.ContainsKey(VendorCredential.AccessToken) || secrets.Values.Any(s => s.Length > 16_000 || s.Any(char.IsControl)))
        {
            return Failure.InvalidField(VendorCredential.AccessToken, "accessToken is required: one line of at most 16,000 characters.");
        }

        DateTimeOffset? expiresAt = null;
        if (fields.GetValueOrDefault("expiresAt") is { Length: > 0 } told)
        {
            if (!DateTimeOffset.TryParse(told, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end))
            {
                return Failure.InvalidField("expiresAt", "expiresAt must be a time such as 2026-01-31T12:00:00Z.");
            }

            expiresAt = end.ToUniversalTime();
        }

        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        return (await AskAsync(provider, AuthKinds.OAuth2, secrets, facts, method, cancellationToken)).Map(found => new CheckedCredential
        {
            Provider = found.Provider,
            AuthKind = found.AuthKind,
            Secrets = found.Secrets,
            Facts = found.Facts,
            Hosts = found.Hosts,
            Account = found.Account,
            Scopes = found.Scopes,
            ExpiresAt = expiresAt ?? found.ExpiresAt,
            Expiry = expiresAt is null ? found.Expiry : ExpiryKnowledge.Known,
        });
    }

    private static Failure? CheckFields(AuthMethod method, IReadOnlyDictionary<string, string> fields)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var field in method.Fields)
        {
            var value = fields.GetValueOrDefault(field.Name)?.Trim();
            if (string.IsNullOrEmpty(value))
            {
                if (field.Required)
                {
                    errors[field.Name] = [$"{field.Label} is required."];
                }
            }
            else if (value.Length > field.MaxLength)
            {
                errors[field.Name] = [$"{field.Label} may have at most {field.MaxLength} characters."];
            }
            else if (field.Type != "json" && value.Any(char.IsControl))
            {
                errors[field.Name] = [$"{field.Label} must be one line without control characters."];
            }
            else if (PastedText.GoesIntoHeaders(method, field) && PastedText.Problem(field.Label, value) is { } odd)
            {
                errors[field.Name] = [odd];
            }
            else if (field.Options.Count > 0 && !field.Options.Contains(value))
            {
                errors[field.Name] = [$"{field.Label} must be one of {string.Join(", ", field.Options)}."];
            }
        }

        return errors.Count == 0 ? null
            : new Failure(FailureKind.Invalid, "credentials.invalid", string.Join(" ", errors.Values.SelectMany(e => e))) { Fields = errors };
    }
}
