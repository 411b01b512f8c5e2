using Xunit.v3;

namespace Integrations.Tests;

/// <summary>
/// The rules of <c>docs/security.md</c> and <c>docs/reliability.md</c> that a test proves, by their ids as decision records write
/// them: <c>A8</c>, and <c>RI1</c>, <c>RL2</c>, <c>RO4</c> and <c>SX1</c> where both documents have a group of that letter. A trait
/// too: <c>--filter Rule=A8</c>, <c>-trait Rule=A8</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ProvesAttribute(params string[] rules) : Attribute, ITraitAttribute
{
    public IReadOnlyList<string> Rules { get; } = rules;

    /// <summary>What of these rules stays open although this test passes, and no other test closes: the rules then hold in part.</summary>
    public string? Except { get; set; }

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [.. Rules.Select(rule => KeyValuePair.Create("Rule", rule))];
}
