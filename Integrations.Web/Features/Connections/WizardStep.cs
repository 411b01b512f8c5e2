namespace Integrations.Web.Features.Connections;

/// <summary>The wizard's steps, in order.</summary>
internal enum WizardStep
{
    Choose,
    Credentials,
    Finish,
}
