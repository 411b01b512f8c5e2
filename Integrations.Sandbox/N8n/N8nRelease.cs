namespace Integrations.Sandbox.N8n;

/// <summary>Releases of n8n whose public API differs.</summary>
internal enum N8nRelease
{
    /// <summary>Before versions of workflows.</summary>
    Older,

    /// <summary>2.8.4 as installed from npm (tried 2026-11-28): versions, but no /discover, no dates of executions, and /publish is 405.</summary>
    V2_8,

    /// <summary>As n8n's own description 1.1.1 has it.</summary>
    Described,
}
