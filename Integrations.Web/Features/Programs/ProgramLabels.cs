using Integrations.Core.Identity.Programs;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Tokens;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Programs;

/// <summary>Programs that sign in by themselves, in words.</summary>
internal static class ProgramLabels
{
    public static string Kind(ProgramKind kind) => kind switch
    {
        ProgramKind.Registered => Text.T("Acts for people who let it in"),
        ProgramKind.Service => Text.T("Acts for the organization"),
        ProgramKind.Document => Text.T("Describes itself at its own address"),
        _ => Text.T("Registered itself"),
    };

    public static string Could(ProgramAsk ask) => ask.IsForTools
        ? Text.T("Use the tools that you choose for it, and no more")
        : Text.T("Use the API with your rights: {0}", TokenLabels.May(ask.Scopes));

    /// <summary>Null for programs that an administrator entered.</summary>
    public static string? Warning(ConsentView view) => view.Kind switch
    {
        ProgramKind.Document => Text.T("The name is the program's own word; it was not checked here. What you can go by is {0}, where it is described.", view.Host ?? ""),
        ProgramKind.SelfRegistered => Text.T("The name is the program's own word; it was not checked. Any program could have registered under it."),
        _ => null,
    };

    public static (Tone Tone, string Text) State(ProgramRow row, DateTimeOffset now) =>
        row.RevokedAt is not null ? (Tone.Off, Text.T("Ended"))
        : row.SecretEndsAt <= now ? (Tone.Bad, Text.T("Expired"))
        : (Tone.Ok, Text.T("Active"));
}
