using System.Net.Http.Headers;
using System.Net.Http.Json;
using Integrations.Core.Activity;
using Integrations.Sandbox;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Api.Mcp;

/// <summary>A program that closes its request ends the call at the vendor, and what is not known of it is recorded so.</summary>
public sealed class McpCancellationTests(McpHub hub) : IClassFixture<McpHub>
{
    [Fact]
    public async Task ClosingTheRequest_EndsTheVendorsCall()
    {
        await hub.ConfirmsWritesAsync(false);
        var vendor = hub.Get<SandboxOptions>();
        vendor.SlowFor = TimeSpan.Zero;
        var slow = await hub.Hub.ConnectAsync(hub.Admin, "github", "Slow GitHub", "slow");
        var program = await hub.ProgramAsync(hub.Admin, "Impatient");
        await hub.GrantAsync(program, await hub.WholeAsync(slow, actions: "create_issue"));
        // However long this machine takes to close the request, the vendor has not answered by then.
        vendor.SlowFor = TimeSpan.FromMinutes(10);
        using var client = hub.Hub.App.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", program.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Content = JsonContent.Create(new
            {
                jsonrpc = "2.0",
                id = 1,
                method = "tools/call",
                @params = new
                {
                    name = "run_action",
                    arguments = new { integrationId = slow, action = "create_issue", parameters = new { repository = "acme/app", title = "No one waits for it" } },
                    _meta = new { progressToken = "told" },
                },
            }),
        };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");

        using (var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            using var events = new StreamReader(await answer.Content.ReadAsStreamAsync());
            string? line;
            do
            {
                line = await events.ReadLineAsync();
            }
            while (line is not null && !line.Contains("notifications/progress", StringComparison.Ordinal));

            Assert.NotNull(line);
            // It is told before the vendor is asked; what never was asked is not recorded.
            await Eventually.ValueAsync(
                () => Task.FromResult(hub.Get<SandboxState>().Requests), all => all.Any(asked => asked.Host == "api.github.com" && asked.Path.StartsWith("/repos/acme/app", StringComparison.Ordinal)));
        }

        var code = await Eventually.ValueAsync(
            () => hub.WithDatabaseAsync(db => db.Activities.Where(a => a.Client == "Impatient" && a.Type == "action").Select(a => a.ErrorCode).SingleOrDefaultAsync()), found => found is not null);
        Assert.Equal("action.interrupted", code);
    }
}
