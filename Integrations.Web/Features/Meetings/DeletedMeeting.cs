using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Web.Features.Meetings;

/// <summary>A meeting as someone saw it before they deleted it: enough to write it down again with the links they saw.</summary>
internal sealed class DeletedMeeting(MeetingService meetings, LinkService linking, MeetingDetails meeting, IReadOnlyList<EntityLinkView> links)
{
    /// <summary>Its new place; links to what is gone meanwhile stay away.</summary>
    public async Task<Result<MeetingDetails>> RestoreAsync(Caller caller)
    {
        var draft = new MeetingDraft(meeting.Title, meeting.StartsAt, meeting.EndsAt)
        {
            Location = meeting.Location,
            Notes = meeting.Notes,
            Attendees = [.. meeting.Attendees.Select(person => person.Id)],
        };
        var restored = await meetings.CreateAsync(caller, draft, CancellationToken.None);
        if (restored.IsSuccess)
        {
            foreach (var link in links.Where(link => !link.IntegrationIsGone))
            {
                await linking.LinkEntityToIntegrationAsync(
                    caller, new LinkRequest(EntityTypes.Meeting, restored.Value.Id, link.IntegrationId, link.External.Id) { Copy = link.External }, CancellationToken.None);
            }
        }

        return restored;
    }
}
