using System.CommandLine;

namespace Integrations.Web.Hosting.Commands;

/// <summary>The file that 004's commands read.</summary>
internal static class LegacyUsersOption
{
    public static Option<FileInfo> Create() => new Option<FileInfo>("--from")
    {
        Description = "The older system's users: one JSON object a line, or one array.",
        HelpName = "users.json",
        Required = true,
    }.AcceptExistingOnly();
}
