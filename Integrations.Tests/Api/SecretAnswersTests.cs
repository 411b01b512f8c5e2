using System.Net.Http.Headers;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Web.Hosting;
using Integrations.Web.Hosting.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Api;

/// <summary>Answers that hold secrets are nobody's to be given again (SECURITY X5).</summary>
public sealed class SecretAnswersTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private static readonly string[] Secret = ["secret", "token", "password", "apikey", "authurl", "authorizationurl", "privatekey"];

    [Fact, Proves("SX5")]
    public async Task ReadOnlyTokenOfTheSamePerson_IsGivenNoAnswerOfTheFullOne()
    {
        using var full = await TokenAsync(TokenScopes.All);
        using var reading = await TokenAsync(TokenScopes.Read);
        var path = $"/api/integrations/{hub.GitHub}/inbound-address";
        (string, string) key = (Idempotency.Header, Guid.NewGuid().ToString());

        Assert.Equal(200, (await ApiHub.SendAsync(full, "PUT", path, new { }, key)).Status);
        var repeated = await ApiHub.SendAsync(reading, "PUT", path, new { }, key);

        Assert.Equal(403, repeated.Status);
        Assert.Null(repeated.Header(Idempotency.ReplayedHeader));
    }

    [Theory, Proves("SX5")]
    [InlineData("PUT", "/api/integrations/{github}/inbound-address", "{}")]
    [InlineData("POST", "/v1/integrations/webhooks", """{"name":"Deploys","url":"https://hooks.example.org/x","events":["workflow.executed"]}""")]
    [InlineData("POST", "/api/tenant/integrations/{github}/connect/oauth", """{"returnUrl":"/integrations"}""")]
    public async Task RepeatOfACallThatGaveASecret_SaysThatItWasDone_AndGivesNone(string method, string path, string body)
    {
        (string, string) key = (Idempotency.Header, Guid.NewGuid().ToString());
        path = path.Replace("{github}", hub.GitHub.ToString(), StringComparison.Ordinal);

        var first = await ApiHub.SendAsync(hub.Admin, method, path, body, key);
        var repeated = await ApiHub.SendAsync(hub.Admin, method, path, body, key);

        Assert.InRange(first.Status, 200, 299);
        Assert.Equal(409, repeated.Status);
        Assert.Equal("true", repeated.Header(Idempotency.ReplayedHeader));
        Assert.Contains("given once", repeated.Text, StringComparison.Ordinal);
        Assert.Equal(1, await WithheldAsync(key.Item2));
    }

    /// <summary>A member with such a name, in an answer of a call that can be repeated, is marked, or the next one is forgotten.</summary>
    [Fact, Proves("SX5")]
    public void EveryAnswerThatNamesASecret_MarksIt()
    {
        var unmarked = hub.Get<EndpointDataSource>().Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Any(method => !HttpMethods.IsGet(method)) == true)
            .Where(endpoint => endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is null)
            .SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Select(answer => answer.Type).OfType<Type>())
            .SelectMany(type => OnceShown.MembersOf(type, 0))
            .Where(member => member.PropertyType == typeof(string) && Secret.Any(name => member.Name.EndsWith(name, StringComparison.OrdinalIgnoreCase)))
            // A provider's public address, without a flow in it.
            .Where(member => member.DeclaringType!.Name != "OAuthConfigResponse")
            .Where(member => !OnceShown.IsMarked(member))
            .Select(member => $"{member.DeclaringType!.Name}.{member.Name}")
            .Distinct(StringComparer.Ordinal);

        Assert.Empty(unmarked);
    }

    private async Task<HttpClient> TokenAsync(TokenScopes scopes)
    {
        var admin = hub.AdminCaller with { SessionId = Guid.NewGuid(), AuthenticatedAt = TimeProvider.System.GetUtcNow() };
        var token = (await hub.Get<ApiTokenService>().CreatePersonalAsync(admin, new NewApiToken("Deploy", scopes), default)).Value.Text.Reveal();
        var client = hub.App.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private async Task<int> WithheldAsync(string key)
    {
        await using var db = await hub.Get<IDbContextFactory<Core.Storage.IntegrationsDbContext>>().CreateDbContextAsync();
        Assert.NotEmpty(key);
        return await db.IdempotencyRecords.OrderByDescending(r => r.CreatedAt).Take(1).CountAsync(r => r.IsWithheld);
    }
}
