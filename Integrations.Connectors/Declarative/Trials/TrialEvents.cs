using System.Text;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Events;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Trials;

/// <summary>Whether a file's events are proven: genuine deliveries are taken, forged ones are not.</summary>
/// <param name="connector">Of the file.</param>
/// <param name="places">Where the file says what.</param>
internal sealed class TrialEvents(DeclarativeConnector connector, TrialPlaces places)
{
    private static readonly Secret Wrong = new("not-the-secret-of-this-address-0");

    /// <param name="deliveries">What the vendor would send; null where that is not known.</param>
    /// <param name="secret">What they are signed with.</param>
    /// <param name="now">The hub's clock.</param>
    public IEnumerable<TrialStep> Run(IReadOnlyList<TrialDelivery>? deliveries, Secret? secret, DateTimeOffset now)
    {
        if (connector.File.Api.Events is not { } plan)
        {
            yield break;
        }

        if (deliveries is null || secret is null)
        {
            yield return new TrialStep("events genuine", plan.Proof.Text, TrialOutcome.Skipped, 0, "Only the sandbox makes deliveries, of those that are not signed with a key of the vendor's own.");
        }
        else
        {
            var problem = deliveries.Select(delivery => Problem(delivery, secret, now)).FirstOrDefault(one => one is not null);
            yield return Step("events genuine", plan.Proof.Text, deliveries.Count, problem ?? (deliveries.Any(one => one.EntityType is not null) ? null : "No delivery was made."));
        }

        if (plan.Proof is NoProof)
        {
            yield return new TrialStep("events forged", plan.Proof.Text, TrialOutcome.Skipped, 0, "The vendor proves nothing, and the file says so.");
            yield break;
        }

        var forged = new List<(InboundRequest Request, Secret Secret)>
        {
            (new InboundRequest("POST", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json" }, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), Encoding.UTF8.GetBytes("""{"id":"1","type":"x"}""")), secret ?? Wrong),
        };
        foreach (var delivery in (deliveries ?? []).Where(delivery => delivery.EntityType is not null))
        {
            forged.Add((delivery.Request, Wrong));
            if (plan.Proof is HmacProof && delivery.Request.Body.Length > 2)
            {
                byte[] changed = [.. delivery.Request.Body.Span];
                changed[^2] ^= 1;
                forged.Add((delivery.Request with { Body = changed }, secret!));
            }
        }

        var taken = forged.Select(one => connector.Receive(one.Request, one.Secret, now)).FirstOrDefault(verdict => verdict is not InboundVerdict.Rejected);
        yield return Step("events forged", "without a signature, with another secret, changed", forged.Count, taken is null ? null : "A delivery that the vendor did not sign was taken.");
    }

    private string? Problem(TrialDelivery delivery, Secret secret, DateTimeOffset now)
    {
        var verdict = connector.Receive(delivery.Request, secret, now);
        return delivery.EntityType is null
            ? verdict is InboundVerdict.Challenge challenge && (delivery.Answer is null || challenge.Body.Contains(delivery.Answer, StringComparison.Ordinal)) ? null : "A challenge is not answered as the vendor wants it."
            : verdict switch
            {
                InboundVerdict.Accepted accepted when accepted.Touched.Any(touched => touched.EntityType == delivery.EntityType && (touched.ExternalId is null || touched.ExternalId == delivery.ExternalId)) => null,
                InboundVerdict.Accepted => $"A delivery about a {delivery.EntityType} does not name it by the rules of 'touches'.",
                InboundVerdict.Rejected rejected => $"A genuine delivery about a {delivery.EntityType} is refused ({rejected.Whole}).",
                _ => $"A delivery about a {delivery.EntityType} is of no type that 'touches' knows.",
            };
    }

    private TrialStep Step(string name, string asked, int count, string? problem) =>
        places.Placed(new TrialStep(name, asked, problem is null ? TrialOutcome.Passed : TrialOutcome.Failed, count, problem), "events");
}
