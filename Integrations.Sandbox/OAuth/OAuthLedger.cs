using System.Security.Cryptography;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;

namespace Integrations.Sandbox.OAuth;

/// <summary>Codes and tokens of one authorization server; consents and tokens are also kept in a file, where one is given.</summary>
public sealed class OAuthLedger
{
    /// <summary>A token that ended this long ago is forgotten.</summary>
    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(1);
    private const int MostKept = 5_000;

    private readonly TimeProvider _time;
    private readonly OAuthLedgerFile? _file;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CodeEntry> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TokenEntry> _access = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TokenEntry> _refresh = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Email, string ClientId), int> _consents = [];

    internal OAuthLedger(TimeProvider time, OAuthLedgerFile? file = null)
    {
        (_time, _file) = (time, file);
        if (file?.Read() is { } saved)
        {
            Restore(saved);
        }
    }

    /// <summary>Codes exchanged for tokens.</summary>
    public int Exchanges { get; private set; }

    /// <summary>Refreshes that succeeded.</summary>
    public int Refreshes { get; private set; }

    public int RefreshesRefused { get; private set; }

    /// <summary>Tokens revoked by a client's request.</summary>
    public int Revocations { get; private set; }

    /// <summary>Access tokens that would be accepted now.</summary>
    public int LiveAccessTokens
    {
        get
        {
            lock (_lock)
            {
                return _access.Values.Count(IsLive);
            }
        }
    }

    public void ExpireAccessTokens()
    {
        lock (_lock)
        {
            foreach (var entry in _access.Values)
            {
                entry.ExpiresAt = _time.GetUtcNow();
            }

            Save();
        }
    }

    /// <summary>The person withdraws what they allowed: access and refresh tokens of the account are dead.</summary>
    public void WithdrawConsent(string account)
    {
        lock (_lock)
        {
            foreach (var entry in _access.Values.Concat(_refresh.Values).Where(e => e.Consent.Account.Email == account))
            {
                entry.Revoked = true;
            }

            Save();
        }
    }

    internal OAuthConsent Consent(SandboxAccount account, string clientId, string provider, IReadOnlyList<string> scopes, IReadOnlyDictionary<string, string> parameters)
    {
        lock (_lock)
        {
            var earlier = _consents.GetValueOrDefault((account.Email, clientId));
            _consents[(account.Email, clientId)] = earlier + 1;
            return new OAuthConsent(Guid.CreateVersion7(_time.GetUtcNow()), account, clientId, provider, scopes, parameters, _time.GetUtcNow()) { Earlier = earlier };
        }
    }

    internal string IssueCode(OAuthConsent consent, string? redirectUri, string? challenge, string? method, TimeSpan lifetime, int length)
    {
        var code = RandomText(length);
        lock (_lock)
        {
            _codes[code] = new CodeEntry(consent, redirectUri, challenge, method, _time.GetUtcNow() + lifetime);
        }

        return code;
    }

    /// <summary>Takes a code out of circulation, whatever comes of it.</summary>
    internal (CodeEntry? Entry, OAuthRefusal? Refusal) TakeCode(string code)
    {
        lock (_lock)
        {
            if (!_codes.TryGetValue(code, out var entry))
            {
                return (null, OAuthRefusal.CodeUnknown);
            }

            if (entry.Used)
            {
                // A code that comes twice was stolen once: RFC 6749 section 4.1.2 asks to revoke what it gave.
                Revoke(entry.Consent.Id);
                Save();
                return (null, OAuthRefusal.CodeUsed);
            }

            entry.Used = true;
            return entry.ExpiresAt <= _time.GetUtcNow() ? (null, OAuthRefusal.CodeExpired) : (entry, null);
        }
    }

    internal IssuedTokens Issue(OAuthConsent consent, TokenTerms terms)
    {
        lock (_lock)
        {
            Exchanges++;
            var refresh = terms.Refresh == RefreshTokens.None ? null : NewRefreshToken(consent, terms);
            return Saved(NewAccessToken(consent, terms, refresh, refreshed: false));
        }
    }

    /// <summary>One more access token for the same consent, as where a vendor answers with two.</summary>
    internal IssuedTokens IssueAnother(OAuthConsent consent, TokenTerms terms)
    {
        lock (_lock)
        {
            return Saved(NewAccessToken(consent, terms, terms.Refresh == RefreshTokens.None ? null : NewRefreshToken(consent, terms), refreshed: false));
        }
    }

    internal IssuedTokens? Refresh(string refreshToken, string clientId, TimeSpan grace, TimeSpan honestFor)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (!_refresh.TryGetValue(refreshToken, out var entry) || !IsLive(entry) || entry.Consent.ClientId != clientId
                || (entry.Consent.Account.Behaviour == SandboxBehaviour.Revoked && now - entry.Consent.GivenAt >= honestFor))
            {
                RefreshesRefused++;
                return null;
            }

            Refreshes++;
            var next = refreshToken;
            if (entry.Terms.Refresh == RefreshTokens.Rotating)
            {
                next = NewRefreshToken(entry.Consent, entry.Terms);
                var end = now + grace;
                entry.ExpiresAt = entry.ExpiresAt is { } earlier && earlier < end ? earlier : end;
            }

            return Saved(NewAccessToken(entry.Consent, entry.Terms, next, refreshed: true));
        }
    }

    /// <summary>Revokes a token, and with <paramref name="wholeConsent"/> everything the same consent gave.</summary>
    /// <returns>False when the token is not known or already dead.</returns>
    internal bool RevokeToken(string token, bool wholeConsent)
    {
        lock (_lock)
        {
            if ((!_access.TryGetValue(token, out var entry) && !_refresh.TryGetValue(token, out entry)) || entry.Revoked)
            {
                return false;
            }

            Revocations++;
            entry.Revoked = true;
            if (wholeConsent)
            {
                Revoke(entry.Consent.Id);
            }

            Save();
            return true;
        }
    }

    /// <summary>Revokes everything an account gave a client.</summary>
    internal void RevokeGrant(SandboxAccount account, string clientId)
    {
        lock (_lock)
        {
            Revocations++;
            foreach (var entry in _access.Values.Concat(_refresh.Values).Where(e => e.Consent.Account == account && e.Consent.ClientId == clientId))
            {
                entry.Revoked = true;
            }

            Save();
        }
    }

    /// <summary>Whether an access or refresh token was given here, alive or not.</summary>
    internal bool Gave(string token)
    {
        lock (_lock)
        {
            return _access.ContainsKey(token) || _refresh.ContainsKey(token);
        }
    }

    internal TokenLookup Find(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return TokenLookup.None;
        }

        lock (_lock)
        {
            if (!_access.TryGetValue(token, out var entry))
            {
                return TokenLookup.Unknown;
            }

            if (entry.Revoked)
            {
                return new TokenLookup(TokenState.Revoked, null);
            }

            return IsLive(entry)
                ? TokenLookup.Of(new SandboxAccess(
                    entry.Consent.Account, token, entry.Consent.Scopes.ToHashSet(StringComparer.Ordinal), entry.Consent.GivenAt, entry.Consent.Provider))
                : new TokenLookup(TokenState.Expired, null);
        }
    }

    /// <summary>The consent and end of a live access token.</summary>
    internal (OAuthConsent Consent, DateTimeOffset? ExpiresAt)? Inspect(string token)
    {
        lock (_lock)
        {
            return _access.TryGetValue(token, out var entry) && IsLive(entry) ? (entry.Consent, entry.ExpiresAt) : null;
        }
    }

    internal void Reset()
    {
        lock (_lock)
        {
            _codes.Clear();
            _access.Clear();
            _refresh.Clear();
            _consents.Clear();
            (Exchanges, Refreshes, RefreshesRefused, Revocations) = (0, 0, 0, 0);
            Save();
        }
    }

    internal static string RandomText(int length) =>
        RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", length);

    private bool IsLive(TokenEntry entry) => !entry.Revoked && (entry.ExpiresAt is not { } end || end > _time.GetUtcNow());

    private void Revoke(Guid consent)
    {
        foreach (var entry in _access.Values.Concat(_refresh.Values).Where(e => e.Consent.Id == consent))
        {
            entry.Revoked = true;
        }
    }

    private IssuedTokens NewAccessToken(OAuthConsent consent, TokenTerms terms, string? refreshToken, bool refreshed)
    {
        var token = terms.AccessPrefix + RandomText(terms.Length);
        var end = _time.GetUtcNow() + terms.AccessLifetime;
        _access[token] = new TokenEntry(consent, terms) { ExpiresAt = end };
        return new IssuedTokens(consent, terms, token, end, refreshToken, refreshed);
    }

    private string NewRefreshToken(OAuthConsent consent, TokenTerms terms)
    {
        var token = terms.RefreshPrefix + RandomText(terms.Length);
        _refresh[token] = new TokenEntry(consent, terms) { ExpiresAt = _time.GetUtcNow() + terms.RefreshLifetime };
        return token;
    }

    private IssuedTokens Saved(IssuedTokens issued)
    {
        Save();
        return issued;
    }

    private void Save()
    {
        if (_file is null)
        {
            return;
        }

        var forgotten = _time.GetUtcNow() - KeptAfterEnd;
        var kept = _access.Select(e => (e.Key, IsRefresh: false, Entry: e.Value)).Concat(_refresh.Select(e => (e.Key, IsRefresh: true, Entry: e.Value)))
            .Where(e => e.Entry.ExpiresAt is not { } end || end > forgotten)
            .OrderByDescending(e => e.Entry.Consent.GivenAt).Take(MostKept).ToList();
        _file.Write(new SavedLedger(
            [.. kept.Select(e => e.Entry.Consent).DistinctBy(c => c.Id).Select(c => new SavedConsent(c.Id, c.Account, c.ClientId, c.Provider, c.Scopes, c.Parameters, c.GivenAt, c.Earlier))],
            [.. kept.Select(e => new SavedToken(e.Key, e.IsRefresh, e.Entry.Consent.Id, e.Entry.Terms, e.Entry.ExpiresAt, e.Entry.Revoked))],
            [.. _consents.Select(c => new SavedCount(c.Key.Email, c.Key.ClientId, c.Value))]));
    }

    private void Restore(SavedLedger saved)
    {
        var consents = saved.Consents.ToDictionary(
            c => c.Id, c => new OAuthConsent(c.Id, c.Account, c.ClientId, c.Provider, c.Scopes, c.Parameters, c.GivenAt) { Earlier = c.Earlier });
        foreach (var token in saved.Tokens.Where(t => consents.ContainsKey(t.Consent)))
        {
            (token.IsRefresh ? _refresh : _access)[token.Token] = new TokenEntry(consents[token.Consent], token.Terms) { ExpiresAt = token.ExpiresAt, Revoked = token.Revoked };
        }

        foreach (var count in saved.Counts)
        {
            _consents[(count.Email, count.ClientId)] = count.Times;
        }
    }

    internal sealed record CodeEntry(OAuthConsent Consent, string? RedirectUri, string? Challenge, string? Method, DateTimeOffset ExpiresAt)
    {
        public bool Used { get; set; }
    }

    private sealed record TokenEntry(OAuthConsent Consent, TokenTerms Terms)
    {
        public DateTimeOffset? ExpiresAt { get; set; }

        public bool Revoked { get; set; }
    }
}
