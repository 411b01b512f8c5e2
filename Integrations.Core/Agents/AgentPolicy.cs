using Integrations.Core.Permissions;
using Integrations.Core.Storage;

namespace Integrations.Core.Agents;

/// <summary>What an organization's administrators allow at <c>/mcp</c> at all; grants give what is allowed here, and nothing else.</summary>
public sealed class AgentPolicy : IVersioned
{
    /// <summary>Programs, or tools; a longer list gives <c>validation</c>.</summary>
    public const int MaxListed = 500;

    /// <summary>Stands for reading in <see cref="Tools"/>, behind a provider's key and a slash.</summary>
    public const string Reading = "read";

    /// <summary>Stands for meetings, people and links in <see cref="Tools"/>: <c>hub/read</c> and <c>hub/link</c>.</summary>
    public const string Hub = "hub";

    /// <summary>The row's key: an organization has one. Without a row the defaults hold.</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>False: no program of this organization is answered.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Only programs in <see cref="Clients"/> are answered.</summary>
    public bool OnlyListedClients { get; set; }

    /// <summary>Keys of programs (<see cref="CallerClient.Key"/>).</summary>
    public IReadOnlyList<string> Clients { get; set; } = [];

    /// <summary>Only tools in <see cref="Tools"/> are shown and called.</summary>
    public bool OnlyListedTools { get; set; }

    /// <summary>A provider's key (all of it), or that, a slash and an action's name or <see cref="Reading"/>: <c>github/create_issue</c>.</summary>
    public IReadOnlyList<string> Tools { get; set; } = [];

    /// <summary>Whatever changes something waits until its person confirms it in the app.</summary>
    public bool ConfirmWrites { get; set; } = true;

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Whether this program is answered at all; one that is not gets <c>agents.closed</c> or <c>agents.client_not_allowed</c>.</summary>
    public bool Allows(CallerClient client) => IsOpen && (!OnlyListedClients || Clients.Contains(client.Key, StringComparer.Ordinal));

    /// <param name="provider">A provider's key, or <see cref="Hub"/>.</param>
    /// <param name="tool">An action's name, <see cref="Reading"/>, or <c>link</c>.</param>
    public bool Allows(string provider, string tool) =>
        !OnlyListedTools || Tools.Contains(provider, StringComparer.Ordinal) || Tools.Contains($"{provider}/{tool}", StringComparer.Ordinal);
}
