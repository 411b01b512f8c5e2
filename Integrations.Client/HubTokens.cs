using System.Text.Json;
using Integrations.Client.Models;
using Microsoft.Extensions.Options;

namespace Integrations.Client;

/// <summary>
/// The program's access token. It is had when it is first needed, and renewed before it ends or when the hub refuses it; calls that need one meanwhile wait for the
/// same request.
/// </summary>
internal sealed class HubTokens(IHttpClientFactory clients, IOptions<IntegrationsHubOptions> options, TimeProvider clock)
{
    private const string ProgramPrefix = "itp_";
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private HubToken? _current;
    private Task<HubToken>? _asking;

    /// <summary>Whether another can be had where one is refused.</summary>
    public bool CanRenew => string.IsNullOrWhiteSpace(options.Value.Token);

    /// <param name="refused">A token that the hub refused; another is wanted.</param>
    /// <exception cref="HubException">The hub does not give one.</exception>
    public async ValueTask<string> TakeAsync(string? refused, CancellationToken cancellationToken)
    {
        if (!CanRenew)
        {
            return options.Value.Token!;
        }

        Task<HubToken> asking;
        lock (_lock)
        {
            if (_current is { } known && known.Text != refused && clock.GetUtcNow() < known.RenewAt)
            {
                return known.Text;
            }

            // No caller's cancellation ends what others wait for.
            asking = _asking ??= Task.Run(RenewAsync, CancellationToken.None);
        }

        return (await asking.WaitAsync(cancellationToken)).Text;
    }

    private async Task<HubToken> RenewAsync()
    {
        try
        {
            var token = await AskAsync();
            lock (_lock)
            {
                return _current = token;
            }
        }
        finally
        {
            lock (_lock)
            {
                _asking = null;
            }
        }
    }

    private async Task<HubToken> AskAsync()
    {
        using var http = clients.CreateClient(IntegrationsHubRegistration.SignInClient);
        using var request = options.Value.ClientId!.StartsWith(ProgramPrefix, StringComparison.Ordinal) ? ProgramRequest(options.Value) : KeyRequest(options.Value);
        request.Options.Set(HubRetryHandler.IsRepeatable, true);
        var now = clock.GetUtcNow();
        using var response = await http.SendAsync(request, CancellationToken.None);
        if (!response.IsSuccessStatusCode)
        {
            throw new HubException(await HubErrorReader.ReadAsync(response, CancellationToken.None));
        }

        await using var body = await response.Content.ReadAsStreamAsync(CancellationToken.None);
        try
        {
            using var json = await JsonDocument.ParseAsync(body);
            var (text, seconds) = json.RootElement.TryGetProperty("access_token", out var own)
                ? (own.GetString(), json.RootElement.GetProperty("expires_in").GetInt32())
                : (json.RootElement.GetProperty("accessToken").GetString(), json.RootElement.GetProperty("expiresIn").GetInt32());
            var life = TimeSpan.FromSeconds(seconds);
            var margin = life / 10 < LongestMargin ? life / 10 : LongestMargin;
            return new HubToken(text!, now + life - margin);
        }
        catch (Exception unlike) when (unlike is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new HubException(HubErrorReader.Unreadable(response, "there is no token in it"), unlike);
        }
    }

    /// <summary>The hub's own way for an organization's key.</summary>
    private static HttpRequestMessage KeyRequest(IntegrationsHubOptions options) =>
        new HubRequest(HttpMethod.Post, "/api/auth/token").Body(new TokenRequest { ClientId = options.ClientId, ClientSecret = options.ClientSecret }, HubJson.Default.TokenRequest).Create();

    /// <summary>Client credentials at the authorization server (RFC 6749, 4.4).</summary>
    private static HttpRequestMessage ProgramRequest(IntegrationsHubOptions options)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = options.ClientId!,
            ["client_secret"] = options.ClientSecret!,
        };
        if (!string.IsNullOrWhiteSpace(options.Scope))
        {
            form["scope"] = options.Scope;
        }

        return new HubRequest(HttpMethod.Post, "/oauth/token").Body(new FormUrlEncodedContent(form)).Create();
    }
}
