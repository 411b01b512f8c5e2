using System.Net;
using Integrations.Core.Demo;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Hosting;

/// <summary>Each test signs another demo account in: both change what a sign-in needs.</summary>
public sealed class AccountPageTests(HubApp hub) : IClassFixture<HubApp>
{
    private static readonly Uri Account = new("/account", UriKind.Relative);

    [Fact, Proves("S2")]
    public async Task ChangePassword_EndsOtherSessions_AndThisBrowserGoesOn()
    {
        const string Chosen = "seven quiet otters";
        using var mine = await hub.SignedInAsync("user@acme.test");
        using var other = await hub.SignedInAsync("user@acme.test");

        using var changed = await PostAsync(mine, "change-password", ("Form.Present", DemoOptions.DefaultPassword), ("Form.Password", Chosen), ("Form.Repeated", Chosen));

        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        Assert.Contains("Your password is changed", await mine.GetStringAsync(changed.Headers.Location), StringComparison.Ordinal);
        using var ended = await other.GetAsync(Account);
        Assert.NotEqual(HttpStatusCode.OK, ended.StatusCode);
        using var again = await hub.SignedInAsync("user@acme.test", Chosen);
    }

    [Theory, Proves("S5")]
    [InlineData("not my password", "seven quiet otters", "seven quiet otters", "The present password is not right")]
    [InlineData(DemoOptions.DefaultPassword, "seven quiet otters", "seven loud otters", "The two entries differ")]
    public async Task ChangePassword_NotProven_IsRefusedWithItsReason(string present, string password, string repeated, string reason)
    {
        using var client = await hub.SignedInAsync("admin@globex.test");

        using var refused = await PostAsync(client, "change-password", ("Form.Present", present), ("Form.Password", password), ("Form.Repeated", repeated));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(reason, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact, Proves("S2")]
    public async Task SignOutEverywhere_EndsEverySession()
    {
        using var mine = await hub.SignedInAsync("admin@acme.test");
        using var other = await hub.SignedInAsync("admin@acme.test");

        using var answer = await PostAsync(mine, "sign-out-everywhere");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        foreach (var client in new[] { mine, other })
        {
            using var ended = await client.GetAsync(Account);
            Assert.NotEqual(HttpStatusCode.OK, ended.StatusCode);
        }
    }

    [Fact, Proves("SX1")]
    public async Task WhatElseEnds_IsOfferedTicked_AndEnds()
    {
        using var mine = await hub.SignedInAsync("super@demo.test");
        var page = await mine.GetStringAsync(Account);
        foreach (var box in new[] { "Form.Tokens", "Form.SignIns", "EndAllEntry.Tokens", "EndAllEntry.SignIns" })
        {
            Assert.Matches($"name=\"{box}\" value=\"true\" checked", page);
        }

        using var client = hub.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await PersonalTokenAsync("super@demo.test"));
        using var before = await client.GetAsync(new Uri("/api/whoami", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        using var answer = await PostAsync(mine, "sign-out-everywhere", ("EndAllEntry.Tokens", "true"), ("EndAllEntry.SignIns", "true"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        using var after = await client.GetAsync(new Uri("/api/whoami", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    private async Task<string> PersonalTokenAsync(string email)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var user = (await scope.ServiceProvider.GetRequiredService<IUserStore<User>>().FindByNameAsync(email.ToUpperInvariant(), CancellationToken.None))!;
        var caller = new Caller(user.Id, user.OrganizationId, user.Role) { SessionId = Guid.NewGuid(), AuthenticatedAt = TimeProvider.System.GetUtcNow() };
        return (await hub.Services.GetRequiredService<ApiTokenService>().CreatePersonalAsync(caller, new NewApiToken("Laptop", TokenScopes.All), CancellationToken.None)).Value.Text.Reveal();
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string form, params (string Name, string Value)[] fields)
    {
        var members = fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        members["_handler"] = form;
        members["__RequestVerificationToken"] = HubApp.FormToken(await client.GetStringAsync(Account));
        using var body = new FormUrlEncodedContent(members);
        return await client.PostAsync(Account, body);
    }
}
