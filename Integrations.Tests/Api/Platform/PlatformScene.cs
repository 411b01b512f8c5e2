using System.Text.Json;

namespace Integrations.Tests.Api.Platform;

/// <summary>Short ways to arrange 001's things through its own routes.</summary>
internal static class PlatformScene
{
    public const string Tenant = "/api/tenant/integrations";

    public static string Unique(string name) => $"{name} {Guid.NewGuid().ToString("N")[..8]}";

    public static async Task<Guid> ProviderIdAsync(this ApiHub hub, string key) =>
        (await ApiHub.SendAsync(hub.Admin, "GET", $"/api/integrations?search={key}&limit=100"))["providers"].EnumerateArray()
            .Single(p => p.GetProperty("provider").GetString() == key).GetProperty("id").GetGuid();

    /// <summary>A new integration that is not connected.</summary>
    public static async Task<Guid> EnableAsync(this ApiHub hub, string provider = "github", bool? userScoped = null)
    {
        var created = await ApiHub.SendAsync(hub.Admin, "POST", Tenant, new { integrationId = provider, name = Unique(provider), userScoped });
        Assert.True(created.Status == 201, created.ToString());
        return created["id"].GetGuid();
    }

    /// <summary>A new integration, connected with a token of the sandbox.</summary>
    public static async Task<Guid> EnableAndConnectAsync(this ApiHub hub)
    {
        var id = await hub.EnableAsync();
        var connected = await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/api-key", new { apiKey = await hub.ApiKeyAsync() });
        Assert.True(connected.Status == 200, connected.ToString());
        return id;
    }

    /// <summary>The secret of GitHub's token entry in the sandbox.</summary>
    public static async Task<string> ApiKeyAsync(this ApiHub hub, string behaviour = "healthy") =>
        (await hub.CredentialAsync("github", behaviour, "api_key")).Fields.First(f => f.Key is "token" or "apiKey").Value;

    public static IEnumerable<string> Names(this JsonElement element) => element.EnumerateObject().Select(m => m.Name);

    public static void HasMembers(JsonElement element, params string[] names) =>
        Assert.Empty(names.Except(element.Names(), StringComparer.Ordinal));

    /// <summary>001's error body, whole.</summary>
    public static void IsError(ApiAnswer answer, int status, string code)
    {
        Assert.True(answer.Status == status, $"Expected {status}: {answer}");
        Assert.Equal(code, answer["error.code"].GetString());
        Assert.NotEmpty(answer["error.message"].GetString()!);
        Assert.Equal(answer.Header("X-Request-Id"), answer["error.requestId"].GetString());
    }
}
