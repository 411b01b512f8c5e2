using System.Text.Json;
using Integrations.Connectors.Declarative.Events;
using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative.File;

/// <summary>The vendor's events: how they are proven, told apart, and what they are about.</summary>
internal sealed class EventsReader(ApiScope scope)
{
    private static readonly string[] OfAChallenge = ["value", "hmac"];

    private readonly EventPartReader _parts = new(scope);

    public EventsPlan? Read(FileNode node)
    {
        var id = _parts.ReadAll(node.Find("deliveryId"));
        var proof = new EventProofReader(scope, _parts).Read(node.Find("verify")!, id is [{ Header: { } header }] ? header : null);
        var type = _parts.ReadAll(node.Find("type"));
        var isTypeProven = proof is not null && type.All(proof.Proves);
        var each = node.Find("each") is { } place ? scope.Path(place) : null;
        var challenges = (node.Find("challenge") is { } challenge ? challenge.Kind == JsonValueKind.Array ? challenge.Items : [challenge] : []).Select(Challenge).ToList();
        return proof is null ? null : new EventsPlan
        {
            Proof = proof,
            Challenges = challenges,
            FormField = node.FindText("form"),
            Each = each,
            DeliveryId = id,
            Type = type,
            // What is not proven takes nothing away: the thing is read again, and is gone when the vendor says so there.
            Touched = [.. node.Find("touches")!.Items.Select(Rule).OfType<TouchRule>().Select(rule => isTypeProven ? rule : rule with { Deleted = [] })],
        };
    }

    private ChallengePlan Challenge(FileNode node)
    {
        var method = node.FindText("method") ?? "POST";
        if (method == "POST" && node.Find("value") is null)
        {
            scope.Problems.Add(node.Wrong("'value' is missing: what is to be repeated."));
        }

        var json = node.Find("json") is { } form ? new JsonTemplate(form, text => scope.Text(text, name => OfAChallenge.Contains(name, StringComparer.Ordinal), "{value} or {hmac}")) : null;
        if (method == "POST" && node.Flag("unsigned") && json?.Names.Contains("hmac", StringComparer.Ordinal) == true)
        {
            scope.Problems.Add(node.Find("json")!.Wrong("{hmac} of what is not signed would sign for all who ask: a challenge that is answered with it has to be signed."));
        }

        return new ChallengePlan
        {
            Method = method,
            Value = node.Find("value") is { } value ? _parts.Read(value) : null,
            // A request without a body has nothing that could be signed.
            IsUnsigned = method != "POST" || node.Flag("unsigned"),
            Where = Where(node),
            Json = json,
        };
    }

    private TouchRule? Rule(FileNode node)
    {
        if (scope.EntityOf(node.Find("entity")!) is not { } entity)
        {
            return null;
        }

        var paths = node.FindTexts("id").Select(text => scope.PathOf(text, node.Find("id")!)).OfType<ValuePath>().ToList();
        if (node.Find("id") is not null && paths.Count != entity.Id.Count)
        {
            scope.Problems.Add(node.Find("id")!.Wrong($"An id of '{entity.Name}' has {entity.Id.Count} parts."));
        }

        if (node.Find("deleted") is { } deleted && paths.Count == 0)
        {
            scope.Problems.Add(deleted.Wrong("What is gone has to be named by its 'id'."));
        }

        return new TouchRule
        {
            Types = node.FindTexts("types"),
            Entity = entity,
            Id = paths,
            Deleted = node.FindTexts("deleted"),
            Where = Where(node),
        };
    }

    private EventCondition? Where(FileNode node) =>
        node.Find("where") is { } where && scope.Path(where.Find("path")!) is { } path ? new EventCondition(path, where.FindTexts("is")) : null;
}
