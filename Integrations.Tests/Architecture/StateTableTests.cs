using System.Text.RegularExpressions;
using Integrations.Core.Bulk;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Migration;
using Integrations.Core.VendorEvents.Subscriptions;
using Integrations.Core.Webhooks;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Architecture;

/// <summary>docs/operations.md says of every state what it means and what to do, so that none can be met that no one explained.</summary>
public sealed partial class StateTableTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root(), "docs", "operations.md"));

    public static TheoryData<string, Type> States => new()
    {
        { "Integrations", typeof(InstanceStatus) },
        { "Connections", typeof(ConnectionStatus) },
        { "Bulk actions", typeof(BatchItemStatus) },
        { "Credentials of the older system", typeof(ImportOutcome) },
        { "Subscriptions of the hub at vendors", typeof(SubscriptionStatus) },
        { "Deliveries", typeof(DeliveryStatus) },
    };

    [Theory, MemberData(nameof(States))]
    public void Operations_EveryState_HasARowThatSaysWhatToDo(string section, Type states)
    {
        var start = Text.IndexOf($"\n## {section}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/operations.md has no section '{section}'.");
        var end = Text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        var rows = Row().Matches(Text[start..(end < 0 ? Text.Length : end)]).Select(row => (State: row.Groups["state"].Value.Trim(' ', '`'), Do: row.Groups["do"].Value.Trim())).ToList();

        var missing = Enum.GetNames(states).Where(name => !rows.Exists(row => IsOf(row.State, name) && row.Do.Length > 0));

        Assert.Empty(missing);
    }

    /// <summary>A state may have several rows, such as <c>failed, `permission_denied`</c>.</summary>
    private static bool IsOf(string cell, string name) =>
        cell.Split(',')[0].Trim(' ', '`').Equals(name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^\| (?<state>[^|]+) \| [^|]+ \| (?<do>[^|]+) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Row();
}
