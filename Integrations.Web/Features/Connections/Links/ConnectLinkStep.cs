using Integrations.Core.Connections.Links;
using Integrations.Primitives;

namespace Integrations.Web.Features.Connections.Links;

/// <summary>Where a person is on the way from a link to a connection.</summary>
/// <param name="view">Null where the link shows nothing, and on the way to the vendor.</param>
/// <param name="failure">Why it shows nothing.</param>
[HoldsSecret]
public sealed class ConnectLinkStep(ConnectLinkView? view, Failure? failure)
{
    public ConnectLinkView? View => view;

    public Failure? Failure => failure;

    /// <summary>The first page's own address, with the link's secret.</summary>
    public string? InvitePath { get; init; }

    /// <summary>The address where the browser that took the link goes on.</summary>
    public string? ContinuePath { get; init; }

    /// <summary>The vendor's sign-in page.</summary>
    public string? GoOnAddress { get; init; }

    /// <summary>Where the maker wants the person to end; null shows a page of ours.</summary>
    public string? BackAddress { get; init; }

    public bool IsFramed { get; init; }

    /// <summary>Why what was just sent did not connect.</summary>
    public Failure? Refused { get; init; }

    public string? RefusedProvider { get; init; }

    public string? RefusedKind { get; init; }

    public override string ToString() => "***";
}
