using System.Net;
using System.Net.Http.Headers;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Connectors;

namespace Integrations.Tests.Sandbox;

/// <summary>Vendors that stand at one address in the sandbox: each request goes to the one whose token or client it carries.</summary>
public sealed class SharedAddressTests
{
    [Theory]
    [InlineData("onedrive", "https://graph.microsoft.com/v1.0/me?$select=id,displayName,mail,userPrincipalName", HttpStatusCode.OK)]
    [InlineData("microsoft_todo", "https://graph.microsoft.com/v1.0/me?$select=id,displayName,mail,userPrincipalName", HttpStatusCode.OK)]
    [InlineData("microsoft_todo", "https://graph.microsoft.com/v1.0/me/todo/lists?$top=50", HttpStatusCode.OK)]
    // Of the written vendor, and of another file.
    [InlineData("microsoft_todo", "https://graph.microsoft.com/v1.0/me/events", HttpStatusCode.BadRequest)]
    [InlineData("microsoft_todo", "https://graph.microsoft.com/v1.0/me/joinedTeams", HttpStatusCode.BadRequest)]
    [InlineData("microsoft_outlook", "https://graph.microsoft.com/v1.0/me/events", HttpStatusCode.OK)]
    public async Task Token_IsItsOwnersAlone(string provider, string address, HttpStatusCode status)
    {
        await using var bench = await VendorBench.StartAsync(provider);
        var token = (await bench.TokensAsync(SandboxAccounts.Ada)).GetProperty("access_token").GetString();

        Assert.Equal(status, await AskAsync(bench, address, token));
    }

    [Theory]
    [InlineData("https://graph.microsoft.com/v1.0/me")]
    [InlineData("https://graph.microsoft.com/v1.0/me/todo/lists?$top=50")]
    [InlineData("https://gmail.googleapis.com/gmail/v1/users/me/profile")]
    public async Task WithoutAToken_OrWithAStrangeOne_EveryAddressRefuses(string address)
    {
        await using var bench = await VendorBench.StartAsync("microsoft_todo");

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(bench, address, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(bench, address, "of-nothing"));
    }

    [Theory]
    [InlineData("gmail", true)]
    [InlineData("google_calendar", true)]
    [InlineData("microsoft_todo", false)]
    [InlineData("microsoft_outlook", false)]
    public async Task SharedTokenAddress_RefreshesForItsOwnClient(string provider, bool stays)
    {
        await using var bench = await VendorBench.StartAsync(provider);
        var first = (await bench.TokensAsync(SandboxAccounts.Ada)).GetProperty("refresh_token").GetString()!;

        var again = await bench.RefreshAsync(first);

        Assert.NotEmpty(again.GetProperty("access_token").GetString()!);
        Assert.Equal(stays, !again.TryGetProperty("refresh_token", out var next) || next.GetString() == first);
    }

    [Theory]
    [InlineData("gmail")]
    [InlineData("google_calendar")]
    public async Task SharedRevocation_EndsTheTokenThatItIsGiven(string provider)
    {
        await using var bench = await VendorBench.StartAsync(provider);
        var tokens = await bench.TokensAsync(SandboxAccounts.Ada);
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([new("token", tokens.GetProperty("refresh_token").GetString())]);

        using var answer = await http.PostAsync(bench.Server.Address("https://oauth2.googleapis.com/revoke"), form);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("invalid_grant", (await bench.RefreshAsync(tokens.GetProperty("refresh_token").GetString()!)).GetProperty("error").GetString());
    }

    private static async Task<HttpStatusCode> AskAsync(VendorBench bench, string address, string? token)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, bench.Server.Address(address));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
