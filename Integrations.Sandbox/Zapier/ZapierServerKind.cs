namespace Integrations.Sandbox.Zapier;

/// <summary>Which kind of server a token opens.</summary>
internal enum ZapierServerKind
{
    /// <summary>A tool per action; speaks the current and the older revisions.</summary>
    Classic,

    /// <summary>General tools; speaks the current and the older revisions.</summary>
    Dynamic,

    /// <summary>A tool per action behind a secret path; speaks older revisions with sessions only.</summary>
    Older,
}
