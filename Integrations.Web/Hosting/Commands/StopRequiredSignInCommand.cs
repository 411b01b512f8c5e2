using System.CommandLine;
using Integrations.Core.Identity.OpenId;

namespace Integrations.Web.Hosting.Commands;

/// <summary><c>stop-required-sign-in --organization NAME</c>: lets an organization's members use their passwords again when its provider fails.</summary>
internal sealed class StopRequiredSignInCommand : HubCommand
{
    private readonly Option<string> _organization = new("--organization") { Description = "The organization whose provider fails.", HelpName = "NAME", Required = true };

    public StopRequiredSignInCommand()
        : base("stop-required-sign-in", "Let an organization's members sign in with passwords and passkeys again.", CommandStage.Database) => Add(_organization);

    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var organization = context.Line.GetRequiredValue(_organization);
        var stopped = await context.Get<OrganizationSignInService>().StopEnforcingAsync(organization, cancellationToken);
        await context.Output.LineAsync(stopped.Failure switch
        {
            null => $"Members of '{organization}' may sign in with passwords and passkeys again. The provider stays as it is; its administrators can require it anew.",
            { Code: OpenIdFailures.OffCode } => $"'{organization}' does not require its provider.",
            var failure => $"{failure.Message} ({failure.Code})",
        });
        return stopped.IsSuccess ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
