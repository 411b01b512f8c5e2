using Integrations.Core.Catalog;
using Integrations.Core.Instances;
using Integrations.Core.Organizations;

namespace Integrations.Web.Hosting.Verbs;

/// <summary>
/// <c>disconnect --organization NAME</c>, <c>--provider KEY</c> or both: ends all those connections, people's own ones too, after a
/// theft (SECURITY O13). Ends with 0 when none is left.
/// </summary>
internal static class DisconnectVerb
{
    public const string Name = "disconnect";

    private const int Done = 0;
    private const int SomeLeft = 1;
    private const int WrongUse = 2;

    internal static async Task<int> RunAsync(IServiceProvider services, string? organization, string? provider, TextWriter output, CancellationToken cancellationToken)
    {
        if (organization is null && provider is null)
        {
            await output.WriteLineAsync($"Usage: {Name} [--organization NAME] [--provider KEY]. At least one of them; both narrow it down (docs/operations.md).");
            return WrongUse;
        }

        if (provider is not null && await services.GetRequiredService<CatalogService>().FindAsync(provider, cancellationToken) is null)
        {
            await output.WriteLineAsync($"There is no provider '{provider}'.");
            return WrongUse;
        }

        var organizationId = organization is null ? null : await services.GetRequiredService<AccountRecovery>().FindOrganizationAsync(organization, cancellationToken);
        if (organization is not null && organizationId is null)
        {
            await output.WriteLineAsync($"There is no organization '{organization}', or more than one.");
            return WrongUse;
        }

        var last = new EndedConnections(0, 0, 0, 0);
        await foreach (var ended in services.GetRequiredService<EveryConnection>().DisconnectAllAsync(organizationId, provider, cancellationToken))
        {
            last = ended;
            await output.WriteLineAsync($"{ended.Integrations}/{ended.Of} integrations, {ended.Connections} connections ended");
        }

        await output.WriteLineAsync(
            $"{last.Connections} connections of {last.Of} integrations ended, {last.Failed} integrations failed. Stored credentials are erased; the running hub asks the vendors to forget them.");
        return last.Failed == 0 ? Done : SomeLeft;
    }
}
