using System.Net;
using System.Net.Http.Headers;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Hosting;

public sealed class NavigationAccessTests(HubApp hub) : IClassFixture<HubApp>
{
    [Theory, Proves("A2")]
    [InlineData("user@acme.test", "/webhooks", false)]
    [InlineData("user@acme.test", "/webhooks/deliveries", false)]
    [InlineData("user@acme.test", "/members", false)]
    [InlineData("user@acme.test", "/members/invite", false)]
    [InlineData("user@acme.test", "/providers", false)]
    [InlineData("user@acme.test", "/organizations", false)]
    [InlineData("user@acme.test", "/agents/rules", false)]
    [InlineData("user@acme.test", "/tokens", true)]
    [InlineData("user@acme.test", "/migration", true)]
    [InlineData("admin@acme.test", "/members", true)]
    [InlineData("admin@acme.test", "/providers/jira", false)]
    [InlineData("admin@acme.test", "/organizations/new", false)]
    [InlineData("admin@acme.test", "/doctor", false)]
    [InlineData("admin@acme.test", "/objectives", false)]
    [InlineData("admin@acme.test", "/checklist", false)]
    [InlineData("super@demo.test", "/checklist", true)]
    [InlineData("super@demo.test", "/doctor", true)]
    [InlineData("super@demo.test", "/objectives", true)]
    [InlineData("super@demo.test", "/organizations", true)]
    [InlineData("super@demo.test", "/members", false)]
    public async Task Room_OpensToItsRoleOnly(string email, string address, bool opens)
    {
        using var client = await hub.SignedInAsync(email);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));

        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal(opens ? HttpStatusCode.OK : HttpStatusCode.Redirect, answer.StatusCode);
        if (!opens)
        {
            Assert.StartsWith("/account/denied", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
    }
}
