using System.CommandLine;
using Integrations.Core.Identity.Organizations;
using Integrations.Primitives;

namespace Integrations.Web.Hosting.Commands;

/// <summary><c>reset-second-factor --email ADDRESS</c>: what the operator does for a person whom no administrator can let in.</summary>
internal sealed class ResetSecondFactorCommand : HubCommand
{
    private readonly Option<string> _email = new("--email") { Description = "The address that the person signs in with.", Required = true };

    public ResetSecondFactorCommand()
        : base("reset-second-factor", "End everything that lets a person in, lift a lock, and print a link to choose a new password.", CommandStage.Database) => Add(_email);

    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var email = context.Line.GetRequiredValue(_email);
        var reset = await context.Get<AccountRecovery>().ResetSecondFactorAsync(email, cancellationToken);
        await context.Output.LineAsync(reset.Failure is { } failure
            ? failure.Message
            : $"""
            Everything that let someone in as {email} has ended: second factor, password, sessions, tokens, passkeys, linked accounts and
            earlier links. A lock is lifted. Hand over this link yourself; it works once, and lets them choose a new password:
            {Address(context.Get<PublicOrigin>(), reset.Value)}
            """);
        return reset.IsSuccess ? ExitCodes.Ok : ExitCodes.Failed;
    }

    /// <summary>A command runs no server: without a configured origin only the path is known.</summary>
    private static string Address(PublicOrigin origin, Invitation invitation) =>
        origin.IsKnown ? origin.Url(invitation.Path.Reveal()) : $"<the hub's address>{invitation.Path.Reveal()}";
}
