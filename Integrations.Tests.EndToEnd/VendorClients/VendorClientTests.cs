using System.Text.Json;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Connectors;

namespace Integrations.Tests.EndToEnd.VendorClients;

/// <summary>
/// The vendors' own JavaScript clients sign in at the sandbox's https address and read the profile, search, and get what they
/// found. They know nothing of us: what they understand is the vendor's format.
/// </summary>
/// <remarks>Atlassian publishes no such client; the community's <c>jira.js</c> stands in for it.</remarks>
public sealed class VendorClientTests(NodeClients node) : IClassFixture<NodeClients>
{
    [Theory]
    [InlineData("google_calendar", "planning")]
    [InlineData("microsoft_outlook", "planning")]
    [InlineData("github", "export")]
    [InlineData("jira", "export")]
    [InlineData("slack", "export")]
    [InlineData("dropbox", "export")]
    public async Task VendorsOwnClient_ReadsProfileSearchesAndGets(string provider, string text)
    {
        using var certificate = new LoopbackCertificate();
        await using var vendor = await VendorBench.StartAsync(provider, certificate.Certificate);
        var client = SandboxClients.For(provider);

        var answer = await node.RunAsync(
            provider,
            new
            {
                sandbox = vendor.Server.SecureOrigin!.GetLeftPart(UriPartial.Authority) + "/sandbox",
                tokens = await vendor.TokensAsync(SandboxAccounts.Ada),
                client = new { id = client.ClientId, secret = client.ClientSecret },
                text,
            },
            certificate.PemFile);

        Assert.Contains(answer.GetProperty("profile").GetString(), new[] { SandboxAccounts.Ada.Email, SandboxAccounts.Ada.Login });
        var found = answer.GetProperty("found").EnumerateArray().ToList();
        Assert.NotEmpty(found);
        Assert.All(found, entity => Assert.False(string.IsNullOrWhiteSpace(entity.GetProperty("title").GetString())));
        Assert.True(JsonElement.DeepEquals(found[0], answer.GetProperty("read")), answer.ToString());
    }
}
