using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Connectors;

namespace Integrations.Tests.Sandbox;

/// <summary>Google's habits around signing in, which the hub's flow depends on.</summary>
public sealed class GoogleSandboxTests : IAsyncLifetime
{
    private VendorBench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await VendorBench.StartAsync("google_calendar");

    public async ValueTask DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Exchange_WithConsentPrompted_GivesARefreshTokenEveryTime()
    {
        Assert.True((await _bench.TokensAsync(SandboxAccounts.Ada)).TryGetProperty("refresh_token", out _));
        Assert.True((await _bench.TokensAsync(SandboxAccounts.Ada)).TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task Refresh_KeepsTheRefreshToken_AndDoesNotRepeatIt()
    {
        var refreshToken = (await _bench.TokensAsync(SandboxAccounts.Ada)).GetProperty("refresh_token").GetString()!;

        var first = await _bench.RefreshAsync(refreshToken);
        var second = await _bench.RefreshAsync(refreshToken);

        Assert.False(first.TryGetProperty("refresh_token", out _));
        Assert.NotEqual(first.GetProperty("access_token").GetString(), second.GetProperty("access_token").GetString());
    }

    [Fact]
    public async Task Exchange_TellsWhatWasReallyGranted()
    {
        var tokens = await _bench.TokensAsync(SandboxAccounts.Ada, scope => !scope.Optional);

        Assert.DoesNotContain("calendarlist", tokens.GetProperty("scope").GetString(), StringComparison.Ordinal);
        Assert.Contains("https://www.googleapis.com/auth/calendar.events", tokens.GetProperty("scope").GetString(), StringComparison.Ordinal);
        Assert.Equal("Bearer", tokens.GetProperty("token_type").GetString());
    }

    [Fact]
    public async Task IdToken_VerifiesWithThePublishedKey()
    {
        var parts = (await _bench.TokensAsync(SandboxAccounts.Ada)).GetProperty("id_token").GetString()!.Split('.');
        using var http = new HttpClient();
        var key = (await http.GetFromJsonAsync<JsonElement>(_bench.Server.Address("https://www.googleapis.com/oauth2/v3/certs"))).GetProperty("keys")[0];

        using var rsa = RSA.Create(new RSAParameters { Modulus = Decode(key, "n"), Exponent = Decode(key, "e") });
        Assert.True(rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var claims = JsonElement.Parse(Base64Url.DecodeFromChars(parts[1]));
        Assert.Equal(("https://accounts.google.com", "sandbox-google_calendar-client", "ada@acme.test"), (claims.GetProperty("iss").GetString(), claims.GetProperty("aud").GetString(), claims.GetProperty("email").GetString()));
    }

    [Theory]
    [InlineData("access_token", true)]
    [InlineData("refresh_token", false)]
    public async Task Revoke_OfEitherToken_EndsBoth(string which, bool inQuery)
    {
        var tokens = await _bench.TokensAsync(SandboxAccounts.Ada);
        var token = tokens.GetProperty(which).GetString()!;
        var address = _bench.Server.Address("https://oauth2.googleapis.com/revoke" + (inQuery ? $"?token={Uri.EscapeDataString(token)}" : ""));
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(inQuery ? [] : [KeyValuePair.Create("token", token)]);

        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync(address, form)).StatusCode);

        using var again = new FormUrlEncodedContent([KeyValuePair.Create("token", token)]);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync(address, again)).StatusCode);
        Assert.Equal("invalid_grant", (await _bench.RefreshAsync(tokens.GetProperty("refresh_token").GetString()!)).GetProperty("error").GetString());
        using var session = _bench.Session("oauth2", new Dictionary<string, string>(StringComparer.Ordinal) { [VendorCredential.AccessToken] = tokens.GetProperty("access_token").GetString()! });
        Assert.Equal("vendor.unauthorized", (await _bench.Connector.GetAccountAsync(session, CancellationToken.None)).Failure?.Code);
    }

    [Fact]
    public async Task Revoked_Account_RefreshIsRefused()
    {
        var tokens = await _bench.TokensAsync(SandboxAccounts.Revoked);

        var refused = await _bench.RefreshAsync(tokens.GetProperty("refresh_token").GetString()!);

        Assert.Equal(("invalid_grant", "Token has been expired or revoked."), (refused.GetProperty("error").GetString(), refused.GetProperty("error_description").GetString()));
    }

    private static byte[] Decode(JsonElement key, string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString()!);
}
