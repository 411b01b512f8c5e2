namespace Integrations.Web.Features.Instances.Forms;

/// <summary>Something that a look-up offers.</summary>
/// <param name="Value">What is sent when it is picked.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Line">What else tells it from others.</param>
public sealed record LookUpChoice(string Value, string Title, string Line);
