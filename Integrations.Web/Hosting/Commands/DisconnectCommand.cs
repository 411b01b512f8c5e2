using System.CommandLine;
using Integrations.Core.Catalog;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Management;

namespace Integrations.Web.Hosting.Commands;

/// <summary>
/// <c>disconnect --organization NAME</c>, <c>--provider KEY</c> or both: ends all those connections, people's own ones too, after a
/// theft (SECURITY O13). Ends with 0 when none is left.
/// </summary>
internal sealed class DisconnectCommand : HubCommand
{
    private readonly Option<string?> _organization = new("--organization") { Description = "Only this organization's.", HelpName = "NAME" };
    private readonly Option<string?> _provider = new("--provider") { Description = "Only connections to this provider.", HelpName = "KEY" };

    public DisconnectCommand()
        : base("disconnect", "End all connections of an organization, of a provider, or of both, after a theft.", CommandStage.Database)
    {
        Add(_organization);
        Add(_provider);
        Validators.Add(line =>
        {
            if (line.GetValue(_organization) is null && line.GetValue(_provider) is null)
            {
                line.AddError("Name an organization (--organization), a provider (--provider), or both: both narrow it down.");
            }
        });
    }

    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (organization, provider, output) = (context.Line.GetValue(_organization), context.Line.GetValue(_provider), context.Output);
        if (provider is not null && await context.Get<CatalogService>().FindAsync(provider, cancellationToken) is null)
        {
            await output.LineAsync($"There is no provider '{provider}'.");
            return ExitCodes.Usage;
        }

        var organizationId = organization is null ? null : await context.Get<AccountRecovery>().FindOrganizationAsync(organization, cancellationToken);
        if (organization is not null && organizationId is null)
        {
            await output.LineAsync($"There is no organization '{organization}', or more than one.");
            return ExitCodes.Usage;
        }

        var last = new EndedConnections(0, 0, 0, 0);
        await output.ProgressAsync("Disconnecting", async report =>
        {
            await foreach (var ended in context.Get<BulkDisconnect>().DisconnectAllAsync(organizationId, provider, cancellationToken))
            {
                last = ended;
                await report(ended.Integrations, ended.Of, $"{ended.Integrations}/{ended.Of} integrations, {ended.Connections} connections ended");
            }
        });
        await output.LineAsync(
            $"{last.Connections} connections of {last.Of} integrations ended, {last.Failed} integrations failed. Stored credentials are erased; the running hub asks the vendors to forget them.");
        return last.Failed == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
