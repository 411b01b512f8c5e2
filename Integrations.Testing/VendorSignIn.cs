using System.Text.RegularExpressions;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Sandbox.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Testing;

/// <summary>A person who allows everything on the sandbox's consent page.</summary>
internal static partial class VendorSignIn
{
    /// <summary>Enables a provider and connects it through consent page and token endpoint.</summary>
    /// <returns>The integration's id.</returns>
    public static async Task<Guid> ConnectAsync(IServiceProvider services, Caller caller, string provider)
    {
        var created = await services.GetRequiredService<InstanceService>().CreateAsync(
            caller, new NewInstance(provider, InstanceLevel.Organization, new InstanceChanges { Name = provider }), CancellationToken.None);
        var flow = services.GetRequiredService<OAuthFlow>();
        var started = await flow.StartAsync(caller, created.Value.Id, new FlowRequest("/") { BrowserKey = "this-browser" }, CancellationToken.None);
        var authorize = new Uri(started.Value.AuthorizationUrl);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent(
            [new("decision", "allow"), new("account", SandboxAccounts.Ada.Email), .. Parameter(authorize, "scope").Split(' ', ',').Select(scope => KeyValuePair.Create("scope", scope))]);
        using var answer = await browser.PostAsync(authorize, form);
        var back = answer.Headers.Location ?? throw new InvalidOperationException($"The consent page answered {answer.StatusCode}.");
        var end = await flow.CompleteAsync(
            new FlowCallback { Code = Parameter(back, "code"), State = Parameter(back, "state"), BrowserKey = "this-browser", SignedInUser = caller.UserId }, null, null, CancellationToken.None);
        return end.Failure is null ? created.Value.Id : throw new InvalidOperationException(end.Failure.Message);
    }

    private static string Parameter(Uri address, string name) =>
        QueryParameters().Matches(address.Query).Where(match => match.Groups["name"].Value == name)
            .Select(match => Uri.UnescapeDataString(match.Groups["value"].Value.Replace('+', ' '))).FirstOrDefault() ?? "";

    [GeneratedRegex("[?&](?<name>[^=&]+)=(?<value>[^&]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex QueryParameters();
}
