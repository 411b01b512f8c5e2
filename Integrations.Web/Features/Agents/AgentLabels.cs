using Integrations.Core.Agents;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Agents;

/// <summary>States of programs and their calls in words.</summary>
internal static class AgentLabels
{
    public static (Tone Tone, string Text) State(AgentClientView program, DateTimeOffset now) => program switch
    {
        { IsAllowed: false } => (Tone.Bad, Text.T("Not allowed by the organization")),
        { IsForCaller: false } => (Tone.Off, Text.T("Another member's")),
        { Grant: null } => (Tone.Busy, Text.T("Nothing granted")),
        { Grant.RevokedAt: not null } => (Tone.Off, Text.T("Revoked")),
        { Grant: var grant } when !grant.IsInForce(now) => (Tone.Bad, Text.T("Expired")),
        _ => (Tone.Ok, Text.T("Granted")),
    };

    /// <summary>Whose it is, and how it signs in.</summary>
    public static string Owner(AgentClientView program) => program switch
    {
        { UserId: null, EndsAt: null } => Text.T("Program of the organization"),
        { UserId: null } => Text.T("Key of the organization"),
        { ProgramId: not null, IsForCaller: true } => Text.T("You let it in"),
        { ProgramId: not null } => Text.T("A member let it in"),
        { IsForCaller: true } => Text.T("Your token"),
        _ => Text.T("Token of a member"),
    };

    public static (Tone Tone, string Text) State(AgentApprovalState state) => state switch
    {
        AgentApprovalState.Confirmed => (Tone.Ok, Text.T("Confirmed")),
        AgentApprovalState.Refused => (Tone.Bad, Text.T("Refused")),
        AgentApprovalState.Used => (Tone.Off, Text.T("Done")),
        _ => (Tone.Busy, Text.T("Waiting")),
    };

    /// <summary>What a grant gives, in one line.</summary>
    public static string Gives(AgentGrant grant)
    {
        List<string> parts = [];
        if (grant.Integrations.Count(each => each.MayRead) is > 0 and var readable)
        {
            parts.Add(Text.Count(readable, "reads {0} integration", "reads {0} integrations"));
        }

        if (grant.Integrations.Sum(each => each.Actions.Count) is > 0 and var actions)
        {
            parts.Add(Text.Count(actions, "runs {0} action", "runs {0} actions"));
        }

        if (grant.MayLink)
        {
            parts.Add(Text.T("links things"));
        }
        else if (grant.MayReadRecords)
        {
            parts.Add(Text.T("sees meetings and people"));
        }

        return parts.Count == 0 ? Text.T("may do nothing") : string.Join(", ", parts);
    }
}
