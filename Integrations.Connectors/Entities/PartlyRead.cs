using Integrations.Primitives;

namespace Integrations.Connectors.Entities;

/// <summary>Answers that are not all there is: a part refused, or the vendor broke off (RELIABILITY K2).</summary>
internal static class PartlyRead
{
    public const string Code = "vendor.partial";

    /// <summary>Which part was left out, and why, as a sentence.</summary>
    /// <param name="kind">In a person's words: calendar, repository, project.</param>
    /// <param name="name">The vendor's.</param>
    /// <param name="failure">What was answered for it.</param>
    public static string LeftOut(string kind, string name, Failure failure) => $"The {kind} '{TextDirection.Isolate(EntityText.Title(name))}' was left out: {failure.Message}";

    /// <summary>What goes with the rest: the parts that were left out, all in one.</summary>
    /// <param name="leftOut">Each as a sentence.</param>
    /// <param name="partial">What a part reported of itself.</param>
    public static Failure? Of(IReadOnlyList<string> leftOut, Failure? partial = null) =>
        leftOut.Count == 0 ? partial : new Failure(FailureKind.VendorRefused, Code, string.Join(' ', leftOut.Concat(partial is null ? [] : [partial.Message])));
}
