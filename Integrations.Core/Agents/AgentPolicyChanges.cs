using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Agents;

/// <summary>What an administrator sets; the whole of it each time.</summary>
/// <param name="ExpectedVersion">Of what they changed.</param>
public sealed record AgentPolicyChanges(bool IsOpen, bool ConfirmWrites, int ExpectedVersion)
{
    /// <summary><see cref="AgentPolicy.OnlyListedClients"/>.</summary>
    public bool OnlyListedClients { get; init; }

    /// <summary><see cref="AgentPolicy.Clients"/>: at most 500, each up to 100 characters.</summary>
    public IReadOnlyList<string> Clients { get; init; } = [];

    /// <summary><see cref="AgentPolicy.OnlyListedTools"/>.</summary>
    public bool OnlyListedTools { get; init; }

    /// <summary>See <see cref="AgentPolicy.Tools"/>.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    internal Failure? Validate() =>
        Clients.Count > AgentPolicy.MaxListed || Clients.Any(key => key.Length is 0 or > CallerClient.KeyMaxLength) ? Failure.InvalidField("clients", $"At most {AgentPolicy.MaxListed} programs.")
        : Tools.Count > AgentPolicy.MaxListed ? Failure.InvalidField("tools", $"At most {AgentPolicy.MaxListed} tools.")
        : Tools.FirstOrDefault(tool => !IsTool(tool)) is { } wrong
            ? Failure.InvalidField("tools", $"'{Text.Cut(wrong, 60)}' names no tool. Write a provider, such as github, or a provider and an action, such as github/create_issue; github/read stands for reading.")
        : null;

    private static bool IsTool(string tool) =>
        tool.Length is > 0 and <= 200 && tool.Split('/') is { Length: 1 or 2 } parts && parts.All(part => part.Length > 0 && !part.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)));
}
