namespace Integrations.Core.Linking;

/// <param name="Owner">Whose connection it came through; null for the organization's.</param>
/// <param name="Type">The vendor's type, such as <c>event</c>.</param>
internal sealed record LinkedThing(Guid? Owner, string Type, string ExternalId);
