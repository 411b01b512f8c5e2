using Integrations.Core.Setup;
using Integrations.Web.Hosting.Setup;

namespace Integrations.Web.Hosting.Commands;

/// <summary><c>setup-link</c>: renews the address of the first run. Ends with 1 when there is an account already.</summary>
internal sealed class SetupLinkCommand() : HubCommand("setup-link", "Make a new address for the first account of a hub that has none.", CommandStage.Database)
{
    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var line = await FirstRunAnnouncement.LineAsync(context.Services, context.Get<FirstRun>(), context.Get<SetupLinkFile>(), cancellationToken);
        await context.Output.LineAsync(line ?? "This hub is set up already. An administrator who lost their way in gets a new link with create-admin --email ADDRESS.");
        return line is null ? ExitCodes.Failed : ExitCodes.Ok;
    }
}
