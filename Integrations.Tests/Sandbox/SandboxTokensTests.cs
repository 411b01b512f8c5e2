using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;

namespace Integrations.Tests.Sandbox;

/// <summary>What is connected at a sandbox that keeps its state outlives the process, as it does at a real vendor.</summary>
public sealed class SandboxTokensTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sandbox-state-").FullName;
    private readonly HttpClient _browser = SandboxConsent.Browser();

    public void Dispose()
    {
        _browser.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Tokens_OutliveTheProcess_AndCanStillBeRefreshed_Rotated_Withdrawn()
    {
        string access, refresh;
        await using (var first = await StartAsync())
        {
            (access, refresh) = await ConnectAsync(first);
            Assert.Equal(HttpStatusCode.OK, await UseAsync(first, access));
        }

        string rotated;
        await using (var second = await StartAsync())
        {
            Assert.Equal(HttpStatusCode.OK, await UseAsync(second, access));
            (access, rotated) = await RefreshAsync(second, refresh);
            Assert.NotEqual(refresh, rotated);
        }

        await using (var third = await StartAsync())
        {
            Assert.Equal(HttpStatusCode.OK, await UseAsync(third, access));
            third.State.OAuth("github").WithdrawConsent(SandboxAccounts.Ada.Email);
        }

        await using var fourth = await StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(fourth, access));
    }

    [Fact]
    public async Task Reset_ForgetsThem_ForTheNextProcessToo()
    {
        string access;
        await using (var first = await StartAsync())
        {
            (access, _) = await ConnectAsync(first);
            using var reset = await _browser.PostAsync(new Uri(first.Origin, "/sandbox/reset"), null);
            Assert.Equal(HttpStatusCode.Redirect, reset.StatusCode);
        }

        await using var second = await StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(second, access));
    }

    [Fact]
    public async Task AFileThatCannotBeRead_IsAReset_AndFilesAreOwnerOnly()
    {
        await using (var first = await StartAsync())
        {
            await ConnectAsync(first);
        }

        foreach (var file in Directory.GetFiles(_folder))
        {
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }

            await File.WriteAllTextAsync(file, "{ \"Consents\": ");
        }

        await using var second = await StartAsync();
        await ConnectAsync(second);
    }

    [Fact]
    public async Task WithoutAFolder_NothingIsWritten()
    {
        await using var server = await SandboxServer.StartAsync();
        await ConnectAsync(server);

        Assert.Empty(Directory.GetFiles(_folder));
    }

    private Task<SandboxServer> StartAsync() => SandboxServer.StartAsync(configure: sandbox => sandbox.StateFolder = _folder);

    /// <summary>As a GitHub App, whose tokens expire and rotate.</summary>
    private async Task<(string Access, string Refresh)> ConnectAsync(SandboxServer server)
    {
        var authorize = server.Address($"https://github.com/login/oauth/authorize?client_id=sandbox-github-app-client&redirect_uri={Uri.EscapeDataString(SandboxConsent.Callback)}&state=s");
        var back = await SandboxConsent.AllowAsync(_browser, authorize, SandboxAccounts.Ada);
        return await TokensAsync(server, ("code", back.Code!), ("redirect_uri", SandboxConsent.Callback));
    }

    private Task<(string Access, string Refresh)> RefreshAsync(SandboxServer server, string token) => TokensAsync(server, ("grant_type", "refresh_token"), ("refresh_token", token));

    private async Task<(string Access, string Refresh)> TokensAsync(SandboxServer server, params (string Name, string Value)[] parameters)
    {
        using var form = new FormUrlEncodedContent(parameters.Append(("client_id", "sandbox-github-app-client")).Append(("client_secret", "sandbox-github-app-secret")).Select(p => KeyValuePair.Create(p.Item1, p.Item2)));
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Address("https://github.com/login/oauth/access_token")) { Content = form };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await _browser.SendAsync(request);
        var tokens = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        return ((string)tokens["access_token"]!, (string)tokens["refresh_token"]!);
    }

    private async Task<HttpStatusCode> UseAsync(SandboxServer server, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address("https://api.github.com/user"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("IntegrationsHub", "1.0"));
        using var answer = await _browser.SendAsync(request);
        return answer.StatusCode;
    }
}
