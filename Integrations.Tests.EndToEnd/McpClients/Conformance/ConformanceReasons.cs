namespace Integrations.Tests.EndToEnd.McpClients.Conformance;

/// <summary>Which scenarios of the conformance suite say nothing about the hub, and why.</summary>
internal static class ConformanceReasons
{
    /// <summary>In the place of a revision.</summary>
    public const string Extension = "extension";

    // From here on the protocol has none.
    private const string WithoutSessions = "2026-07-28";

    private static readonly ConformanceReason NoTasks = new("Tasks are an extension of the protocol that the hub does not offer: an action that waits for its person answers at once, and is called again.", NeedsSession: false);
    private static readonly ConformanceReason NoSkills = new("Skills are an extension of the protocol that the hub does not offer.", NeedsSession: false);
    private static readonly ConformanceReason NoSession = new("The hub keeps no sessions, so that any node answers any request: before revision 2026-07-28 nothing can be asked of a client or told to it outside of an answer.", NeedsSession: true);

    private static readonly HashSet<string> InSessions = new(StringComparer.Ordinal)
    {
        "tools-call-with-logging",
        "tools-call-sampling",
        "tools-call-elicitation",
        "elicitation-sep1034-defaults",
        "elicitation-sep1330-enums",
        "server-session-lifecycle",
        "server-sse-polling",
        "server-sse-multiple-streams",
    };

    public static IReadOnlyList<ConformanceReason> All { get; } = [NoTasks, NoSkills, NoSession];

    /// <summary>Null where it has to pass.</summary>
    public static ConformanceReason? Of(string scenario, string revision) =>
        revision == Extension ? (scenario.StartsWith("tasks-", StringComparison.Ordinal) ? NoTasks : NoSkills)
        : InSessions.Contains(scenario) && string.CompareOrdinal(revision, WithoutSessions) < 0 ? NoSession
        : null;
}
