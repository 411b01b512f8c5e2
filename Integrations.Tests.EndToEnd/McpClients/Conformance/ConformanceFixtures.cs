#pragma warning disable MCP9001, MCP9005, MCP9006 // Deprecated as of revision 2026-07-28; the suite asks for it all the same.
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;

namespace Integrations.Tests.EndToEnd.McpClients.Conformance;

/// <summary>Puts what the conformance suite calls by name beside the hub's own tools: the endpoint, who may come to it, and how it is served stay the hub's.</summary>
internal static class ConformanceFixtures
{
    /// <param name="services">Of a hub that has not started.</param>
    /// <param name="keepsSessions">In the place of the hub's way, which keeps none.</param>
    public static void Add(IServiceCollection services, bool keepsSessions)
    {
        var server = services.AddMcpServer()
            .WithTools([typeof(ConformanceContents), typeof(ConformanceQuestions)])
            .WithTools([ConformanceSchema.Tool()])
            .WithPrompts([typeof(ConformancePrompts)])
            .WithResources([typeof(ConformanceResources)])
            .WithCompleteHandler((_, _) => ValueTask.FromResult(new CompleteResult { Completion = new Completion { Values = ["paris", "park"], Total = 2, HasMore = false } }));
        if (!keepsSessions)
        {
            return;
        }

        services.AddDistributedMemoryCache();
        server.WithTools([typeof(ConformanceSessions)])
            .WithDistributedCacheEventStreamStore()
            .WithSubscribeToResourcesHandler((_, _) => ValueTask.FromResult(new EmptyResult()))
            .WithUnsubscribeFromResourcesHandler((_, _) => ValueTask.FromResult(new EmptyResult()))
            .WithSetLoggingLevelHandler((_, _) => ValueTask.FromResult(new EmptyResult()));
        services.PostConfigure<HttpServerTransportOptions>(http => http.SessionMode = HttpServerSessionMode.Stateful);
    }
}
