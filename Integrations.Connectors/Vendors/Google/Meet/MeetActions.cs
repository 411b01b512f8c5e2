using System.Text.Json.Nodes;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Vendors.Google.Shared;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Google.Meet;

/// <summary>What can be done in Meet.</summary>
internal static class MeetActions
{
    public static ActionTable Table { get; } = new(
        new WrittenAction("create_space", "Create Meet link", "Creates a Google Meet room and gives its link.", """
            {
              "accessType": { "type": "string", "title": "Who joins without asking", "description": "OPEN: everyone with the link. TRUSTED: the organization and invited people. RESTRICTED: invited people only. Left out: the account's own default.", "enum": ["OPEN", "TRUSTED", "RESTRICTED"], "words": { "OPEN": "Everyone with the link", "TRUSTED": "The organization and invited people", "RESTRICTED": "Invited people only" } },
              "entryPointAccess": { "type": "string", "title": "Ways to join", "description": "ALL, or only through the app that made the room.", "enum": ["ALL", "CREATOR_APP_ONLY"], "words": { "ALL": "All", "CREATOR_APP_ONLY": "Only the app that made the room" } },
              "moderation": { "type": "boolean", "title": "Hosts moderate", "default": false }
            }
            """, CreateSpaceAsync) { Result = GoogleMeetConnector.Space });

    private static async Task<Result<ActionOutcome>> CreateSpaceAsync(ActionCall call)
    {
        var (session, parameters, _, cancellationToken) = call;
        using var api = GoogleApi.Meet(session);
        var config = new MeetSpaceConfig
        {
            AccessType = parameters.Text("accessType"),
            EntryPointAccess = parameters.Text("entryPointAccess"),
            Moderation = parameters.Member("moderation") is null ? null : parameters.Flag("moderation") ? "ON" : "OFF",
        };
        var isPlain = config is { AccessType: null, EntryPointAccess: null, Moderation: null };
        var created = await api.RunAsync(new CreateSpace(api) { Body = new MeetSpace { Config = isPlain ? null : config } }, cancellationToken);
        return created.Map(room => new ActionOutcome(
            new JsonObject { ["name"] = room.Name, ["meetingUri"] = EntityText.Link(room.MeetingUri), ["meetingCode"] = EntityText.Value(room.MeetingCode) },
            GoogleMeetConnector.ToEntity(room)));
    }
}
