namespace Integrations.Sandbox.Jira;

/// <summary>Where a request comes in decides which credential it needs.</summary>
internal enum JiraDoor
{
    /// <summary><c>api.atlassian.com</c>: OAuth tokens, and API tokens with scopes.</summary>
    Gateway,

    /// <summary><c>acme.atlassian.net</c>: API tokens without scopes.</summary>
    Site,

    /// <summary>A Data Center host: personal access tokens.</summary>
    DataCenter,
}
