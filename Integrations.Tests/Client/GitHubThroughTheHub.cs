using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Integrations.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Client;

/// <summary>The console program of docs/programs.md: what stands between the marks is compiled and run here, and read there.</summary>
internal static class GitHubThroughTheHub
{
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        // <program>
        var services = new ServiceCollection();
        services.AddIntegrationsHub(options =>
        {
            options.Address = new Uri(args[0]);
            options.ClientId = args[1];
            options.ClientSecret = args[2];
        });
        services.AddHubConnection("github", Guid.Parse(args[3]));
        await using var provider = services.BuildServiceProvider();

        // The hub's own routes: typed calls, and errors as values.
        var hub = provider.GetRequiredService<IntegrationsHub>();
        var integration = await hub.Platform.GetInstanceAsync(args[3]);
        if (!integration.TryGet(out var github, out var error))
        {
            output.WriteLine(error);
            return 1;
        }

        output.WriteLine($"{github.Name} is {github.Status}");

        // The vendor's API, through the hub: it keeps the credential, and renews it.
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("github");
        foreach (var repository in await client.GetFromJsonAsync<JsonArray>("user/repos?per_page=5") ?? [])
        {
            output.WriteLine(repository!["full_name"]);
        }

        return 0;
        // </program>
    }
}
