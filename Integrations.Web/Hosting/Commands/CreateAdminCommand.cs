using System.CommandLine;
using Integrations.Core.Identity;
using Integrations.Core.Permissions;
using Integrations.Core.Setup;
using Integrations.Primitives;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.Commands;

/// <summary>
/// <c>create-admin --email ADDRESS [--name NAME] [--organization NAME] [--super]</c>: an administrator without a browser, or one who
/// is let in again. The last line printed is the link alone, for programs.
/// </summary>
internal sealed class CreateAdminCommand : HubCommand
{
    private readonly Option<string> _email = new("--email") { Description = "Of someone new, or of an account that is there.", HelpName = "ADDRESS", Required = true };
    private readonly Option<string?> _name = new("--name") { Description = "The person's name.", HelpName = "NAME" };
    private readonly Option<string?> _organization = new("--organization") { Description = "The organization to administer; made where there is none of that name.", HelpName = "NAME" };
    private readonly Option<bool> _super = new("--super") { Description = "Administers the hub itself." };

    public CreateAdminCommand()
        : base("create-admin", "Make an administrator, or let one in again who lost their way; prints a link to choose a password.", CommandStage.Database)
    {
        Add(_email);
        Add(_name);
        Add(_organization);
        Add(_super);
    }

    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (line, output) = (context.Line, context.Output);
        var wanted = new NewAdministrator(line.GetRequiredValue(_email), line.GetValue(_name), line.GetValue(_organization), line.GetValue(_super));
        var letIn = await context.Get<OperatorAccounts>().LetInAsync(wanted, cancellationToken);
        if (!letIn.TryGet(out var done, out var failure))
        {
            await output.LineAsync($"{failure.Message} ({failure.Code})");
            return failure.Kind == FailureKind.Invalid ? ExitCodes.Usage : ExitCodes.Failed;
        }

        if (done.IsNewOrganization)
        {
            await output.LineAsync($"The organization '{done.Organization}' was made.");
        }

        var member = done.Invitation.Member;
        var hours = context.Get<IOptions<AccessOptions>>().Value.InvitationLifetime.TotalHours;
        await output.LineAsync(done.IsNewAccount
            ? $"{member.Email} has an account now: {RoleOf(member.Role, done.Organization)}."
            : $"{member.Email} may come in again: {RoleOf(member.Role, done.Organization)}. The former password, second factor, passkeys, sessions and tokens have ended.");
        await output.LineAsync($"This link leads to the choice of a password. It works once, within {hours:0} hours:");
        await output.LineAsync(new Uri(HubAddress.Known(context.Services), done.Invitation.Path.Reveal()).ToString());
        return ExitCodes.Ok;
    }

    private static string RoleOf(Role role, string? organization) => (role, organization) switch
    {
        (Role.SuperAdmin, null) => "super administrator",
        (Role.SuperAdmin, _) => $"super administrator, and administrator of '{organization}'",
        _ => $"administrator of '{organization}'",
    };
}
