using Integrations.Connectors.Declarative.File;

namespace Integrations.Connectors.Declarative.Trials;

/// <summary>Where in a provider file things are written, for steps that fail.</summary>
/// <param name="root">Of a file that can be used.</param>
internal sealed class TrialPlaces(FileNode root)
{
    /// <summary>The innermost of these members that there is, below <c>api</c>.</summary>
    public FileNode At(params ReadOnlySpan<string> names)
    {
        var place = root.Find("api") ?? root;
        foreach (var name in names)
        {
            if (Inner(place, name) is not { } inner)
            {
                break;
            }

            place = inner;
        }

        return place;
    }

    /// <summary>The step with the place of what failed; as it was where nothing did.</summary>
    public TrialStep Placed(TrialStep step, params ReadOnlySpan<string> names)
    {
        if (step is not { Outcome: TrialOutcome.Failed, Line: null })
        {
            return step;
        }

        var place = At(names);
        return step with { Line = place.Line, Column = place.Column };
    }

    /// <summary>A member, or the item of a list that has this name.</summary>
    private static FileNode? Inner(FileNode node, string name) => node.Find(name) ?? node.Items.Find(item => item.FindText("name") == name);
}
