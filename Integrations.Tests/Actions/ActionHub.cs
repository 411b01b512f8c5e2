using Integrations.Core.Management;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Connectors;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Actions;

/// <summary>All of Core over a real database, with the sandbox as its vendors.</summary>
internal sealed class ActionHub : IAsyncDisposable
{
    private ActionHub(SandboxServer sandbox, CoreHub core) => (Sandbox, Core) = (sandbox, core);

    public SandboxServer Sandbox { get; }

    public CoreHub Core { get; }

    public static async Task<ActionHub> StartAsync(Action<IServiceCollection>? more = null)
    {
        var sandbox = await SandboxPool.RentAsync();
        return new ActionHub(sandbox, await CoreHub.StartAsync(more, sandbox));
    }

    /// <summary>An organization's integration, connected with what the sandbox lists for pasting.</summary>
    public async Task<Guid> ConnectAsync(string provider, SandboxAccount account, string name = "Flows")
    {
        var fields = Sandbox.Services.Credential(provider, account);
        var created = await Core.Get<IntegrationActions>().CreateOrganizationIntegrationAsync(Core.Admin, new CreateIntegration(provider, name, fields), CancellationToken.None);
        Assert.Null(created.Failure);
        return created.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await Core.DisposeAsync();
        SandboxPool.Return(Sandbox);
    }
}
